import { ts } from '#compiler';
import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { optionsOf, type ScalarValue, type Single, type Value } from '../../flow/value.ts';
import { bound, type Pieces, unknownPieces } from '../sql-text/template.ts';
import { isForValue, isSpelledAny } from './any.ts';
import { SlonikToken } from './token.ts';

/** The kind of the types of what slonik's functions make. */
export const tokenKind = 'slonik-token';

/** What a cast says of a value is a wish. */
const uncast = (node: ts.Node): ts.Node => (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) ? uncast(node.expression) : node);

const isWithin = (node: ts.Node, outer: ts.Node): boolean => node.pos >= 0 && outer.pos >= 0 && node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;

/** Whether slonik may find text in a value, and not something to be sent beside the text: by its type where it is used. */
const mayBeText = (run: Run, v: ScalarValue, use: ts.Node, before: string): boolean => {
  // What comes with a request or from a row has no symbols in it.
  if (v.taint || v.fetched || v.trusted !== undefined) return false;
  const written = uncast(use);
  const node = written.pos < 0 || isWithin(v.node, written) ? v.node : written;
  if (node.pos < 0 || run.host.handle(node) === tokenKind || run.host.origin(node) === tokenKind) return true;
  return run.host.holdsAny(node) && !(isForValue(before) && [v.node, written].every((n) => !isSpelledAny(run, n)));
};

/** Whether slonik sends a value beside the text, whatever it is when it runs; `before` is the text in front of it. */
export const isBound = (run: Run, v: Single, use: ts.Node, before: string): boolean =>
  (v.kind === 'constant' && v.value !== undefined) || v.kind === 'text' || v.kind === 'array' || (v.kind === 'scalar' && !mayBeText(run, v, use, before));

/** What slonik makes of a value in a template; undefined when it throws. */
export const holePieces = (run: Run, value: Value, node: ts.Node, before: string): Pieces | undefined => {
  if (optionsOf(value).every((o) => isBound(run, o.value, node, before))) return bound(run, value, node);
  const v = choose(run, value);
  if (v instanceof SlonikToken) return v.throws ? undefined : v.pieces;
  if (v.kind === 'constant' && v.value === undefined) return undefined;
  if (isBound(run, v, node, before)) return bound(run, v, node);
  return unknownPieces(v.kind === 'scalar' && v.cause !== undefined ? v.cause : `${spelled(node)} may be a fragment that is only known at run time`, 'unproven-fragment');
};
