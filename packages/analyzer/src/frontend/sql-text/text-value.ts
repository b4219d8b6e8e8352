import { ts } from '#compiler';
import type { Run } from '../../flow/run.ts';
import type { ScalarValue, Single } from '../../flow/value.ts';
import { isForValue, isSpelledAny } from './any.ts';

/** How a library tells text from values in its templates. */
export interface TextKind {
  /** The kind of the types of what holds text. */
  readonly kind: string;
  /** Packages around it, which may make such things. */
  readonly packages: RegExp;
}

/** What a cast says of a value is a wish. */
const uncast = (node: ts.Node): ts.Node => (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) ? uncast(node.expression) : node);

const isWithin = (node: ts.Node, outer: ts.Node): boolean => node.pos >= 0 && outer.pos >= 0 && node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;

/** Whether a library may find text in a value, and not something to be sent beside the text: by its type where it is used; `before` is the text in front of it. */
const mayBeText = (run: Run, v: ScalarValue, use: ts.Node, before: string, { kind, packages }: TextKind): boolean => {
  // What comes with a request or from a row is data.
  if (v.taint || v.fetched || v.trusted !== undefined) return false;
  const written = uncast(use);
  const node = written.pos < 0 || isWithin(v.node, written) ? v.node : written;
  if (node.pos < 0 || run.host.handle(node) === kind || run.host.origin(node) === kind) return true;
  return run.host.holdsAny(node) && !(isForValue(before) && [v.node, written].every((n) => !isSpelledAny(run, n, packages)));
};

/** Whether a value is sent beside the text, whatever it is when it runs. */
export const isSentBeside = (run: Run, v: Single, use: ts.Node, before: string, kind: TextKind): boolean =>
  (v.kind === 'constant' && v.value !== undefined) || v.kind === 'text' || (v.kind === 'scalar' && !mayBeText(run, v, use, before, kind));
