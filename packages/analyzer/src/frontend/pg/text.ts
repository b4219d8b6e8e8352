import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import { literalUnion } from '../../flow/property.ts';
import type { Run } from '../../flow/run.ts';
import { joinArray } from '../../flow/builtin.ts';
import { stringOf } from '../../flow/text.ts';
import { constant, scalar, type Single, type Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { type Piece, textPiece } from '../sql-text/piece.ts';

const hole = (node: ts.Node, cause?: string): Piece => ({ kind: 'hole', rule: 'unproven-flow', cause: cause ?? `${spelled(node)} is text that is only known at run time` });

/** A hole of a text: one of the literals of its type, or what flows into it, or nobody knows. */
const holePieces = (run: Run, value: Value, node: ts.Node): readonly Piece[] => {
  const literals = node.pos >= 0 ? run.host.literals(node) : undefined;
  const picked = literals && choose(run, literalUnion(literals));
  if (picked?.kind === 'constant') return [textPiece(String(picked.value))];
  const v = choose(run, value);
  if (v.kind === 'text') return textPieces(run, v, node);
  // A list becomes text as `join(',')` would make it.
  if (v.kind === 'array') return textPieces(run, joinArray(run, v, constant(','), node), node);
  const text = stringOf(v);
  return text === undefined ? [hole(node, v.kind === 'scalar' ? v.cause : undefined)] : [textPiece(text)];
};

/** `$` before a number that is not known: some value, nobody knows which. */
const isPlaceholder = (run: Run, before: Piece | undefined, value: Value, node: ts.Node): boolean =>
  before?.kind === 'text' && before.text.endsWith('$') && value.kind === 'scalar' && node.pos >= 0 && run.host.isNumber(node);

/** The pieces of the text a query is sent with. */
export const textPieces = (run: Run, value: Value, node: ts.Node): readonly Piece[] => {
  const v: Single = choose(run, value);
  if (v.kind === 'constant') return typeof v.value === 'string' ? [textPiece(v.value, v.at)] : [hole(node)];
  if (v.kind !== 'text') return holePieces(run, v, node);
  const pieces: Piece[] = [];
  for (const p of v.pieces) {
    const before = pieces.at(-1);
    if (p.kind === 'constant') pieces.push(textPiece(String(p.value), p.at));
    else if (isPlaceholder(run, before, p.value, p.node) && before?.kind === 'text') {
      pieces[pieces.length - 1] = { ...before, text: before.text.slice(0, -1) };
      pieces.push({ kind: 'expression', expr: bindPlain(run, scalar(p.node, { cause: `which value $\{${spelled(p.node)}} is bound to is not known` }), p.node) });
    } else pieces.push(...holePieces(run, p.value, p.node));
  }
  return pieces;
};
