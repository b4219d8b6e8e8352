import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { optionsOf, type Single, type Value } from '../../flow/value.ts';
import { bound, type Pieces, unknownPieces } from '../sql-text/template.ts';
import { isSentBeside, type TextKind } from '../sql-text/text-value.ts';
import { SlonikToken } from './token.ts';

/** The kind of the types of what slonik's functions make. */
export const tokenKind = 'slonik-token';

const texts: TextKind = { kind: tokenKind, packages: /slonik/ };

/** Whether slonik sends a value beside the text, whatever it is when it runs; `before` is the text in front of it. */
export const isBound = (run: Run, v: Single, use: ts.Node, before: string): boolean => v.kind === 'array' || isSentBeside(run, v, use, before, texts);

/** What slonik makes of a value in a template; undefined when it throws. */
export const holePieces = (run: Run, value: Value, node: ts.Node, before: string): Pieces | undefined => {
  if (optionsOf(value).every((o) => isBound(run, o.value, node, before))) return bound(run, value, node);
  const v = choose(run, value);
  if (v instanceof SlonikToken) return v.throws ? undefined : v.pieces;
  if (v.kind === 'constant' && v.value === undefined) return undefined;
  if (isBound(run, v, node, before)) return bound(run, v, node);
  return unknownPieces(v.kind === 'scalar' && v.cause !== undefined ? v.cause : `${spelled(node)} may be a fragment that is only known at run time`, 'unproven-fragment');
};
