import type { ts } from 'ts-morph';
import { mapValue } from './join.ts';
import type { Run } from './run.ts';
import { type ConstantValue, constant, type HolePiece, scalar, type Single, type TextValue, type Value } from './value.ts';
import { alternatives, choose } from './branch.ts';
import { globalOffset } from './offsets.ts';

/** Where the characters of a literal stand in its file; undefined when escapes move them. */
export const textStart = (node: ts.LiteralLikeNode): number | undefined => {
  const file = node.getSourceFile();
  const start = node.getStart(file) + 1;
  return file.text.slice(start, start + node.text.length) === node.text ? globalOffset(file, start) : undefined;
};

const isText = (v: Single): boolean => v.kind === 'constant' || v.kind === 'text';

/** Alternatives that are all text are told apart now; with an unknown among them, the type may still tell later. */
const piecesFor = (run: Run, value: Value, node: ts.Node): TextValue['pieces'] => {
  if (value.kind === 'union' && !value.options.every((o) => isText(o.value))) return [{ kind: 'hole', value, node }];
  return piecesOf(choose(run, value), node);
};

const piecesOf = (value: Single, node: ts.Node): TextValue['pieces'] => {
  if (value.kind === 'constant') return [typeof value.value === 'string' ? value : constant(String(value.value))];
  return value.kind === 'text' ? value.pieces : [{ kind: 'hole', value, node } satisfies HolePiece];
};

const joined = (pieces: TextValue['pieces']): Value => {
  const [only] = pieces;
  if (pieces.every((p): p is ConstantValue => p.kind === 'constant') && pieces.length !== 1) {
    // Several pieces keep their places in the file.
    return pieces.some((p) => p.at !== undefined) && pieces.length > 0 ? { kind: 'text', pieces } : constant(pieces.map((p) => String(p.value)).join(''));
  }
  return only && pieces.length === 1 && only.kind === 'constant' ? only : { kind: 'text', pieces };
};

/** `a + b` and templates. */
export const concatenate = (run: Run, parts: readonly (readonly [Value, ts.Node])[], at: ts.Node): Value => {
  return alternatives(
    run,
    () => joined(parts.flatMap(([value, node]) => piecesFor(run, value, node))),
    () => scalar(at, { cause: 'the text has too many alternatives' }),
  );
};

const literalConstant = (node: ts.LiteralLikeNode): ConstantValue => constant(node.text, textStart(node));

export const evaluateTemplate = (run: Run, node: ts.TemplateExpression): Value => {
  const parts: [Value, ts.Node][] = [[literalConstant(node.head), node.head]];
  for (const span of node.templateSpans) {
    parts.push([run.evaluate(span.expression), span.expression]);
    parts.push([literalConstant(span.literal), span.literal]);
  }
  return concatenate(run, parts.filter(([v]) => !(v.kind === 'constant' && v.value === '')), node);
};

/** The string a value is, when it is one string. */
export const stringOf = (value: Value): string | undefined => {
  if (value.kind === 'constant') return typeof value.value === 'string' ? value.value : undefined;
  if (value.kind !== 'text') return undefined;
  const parts = value.pieces.map((p) => (p.kind === 'constant' ? String(p.value) : undefined));
  return parts.every((p) => p !== undefined) ? parts.join('') : undefined;
};

/** Joins the elements of a list with a separator, as `Array.prototype.join` does. */
export const joinTexts = (run: Run, values: readonly Value[], separator: Value, at: ts.Node): Value =>
  values.length === 0
    ? constant('')
    : concatenate(run, values.flatMap((v, i): [Value, ts.Node][] => (i === 0 ? [[v, at]] : [[separator, at], [v, at]])), at);

/** What is left of a text stands where it stood. */
const partOf = (v: Single, before: string, after: string): ConstantValue => {
  const offset = v.kind === 'constant' && v.at !== undefined ? before.indexOf(after) : -1;
  return constant(after, v.kind === 'constant' && v.at !== undefined && offset >= 0 ? v.at + offset : undefined);
};

/** Applies a string function to constants; everything else keeps its taint. */
export const mapString = (value: Value, node: ts.Node, f: (s: string) => string): Value =>
  mapValue(value, (v) => {
    const s = stringOf(v);
    if (s !== undefined) return partOf(v, s, f(s));
    return scalar(node, v.kind === 'scalar' ? { taint: v.taint, parent: v } : {});
  });
