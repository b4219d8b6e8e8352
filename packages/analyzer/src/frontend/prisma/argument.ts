import { ts } from '#compiler';
import { choose } from '../../flow/branch.ts';
import { mayBeUndefined } from '../../flow/facts.ts';
import { propertyOf } from '../../flow/object.ts';
import { newBranch } from '../../flow/path.ts';
import type { Run } from '../../flow/run.ts';
import { constant, type Entry, type ObjectValue, optionsOf, type Single, type Value } from '../../flow/value.ts';
import { Skip } from './skip.ts';
import type { Scope } from './scope.ts';

/** A property of an argument. */
export interface Given {
  readonly key: string;
  readonly value: Value;
  readonly node: ts.Node;
}

const isNothing = (v: Single): boolean => v.kind === 'constant' && (v.value === undefined || v.value === null || v.value === false || v.value === '' || v.value === 0);

const expandEntry = (run: Run, entry: Entry): readonly Entry[] => {
  if (entry.kind === 'property') return [entry];
  const value = choose(run, entry.value);
  if (value.kind === 'object') return value.entries.flatMap((e) => expandEntry(run, e));
  return isNothing(value) ? [] : [{ ...entry, value }];
};

/** An alternative of a value; what is spread into an object stands in it. */
export const settle = (run: Run, value: Value): Single => {
  const v = choose(run, value);
  return v.kind === 'object' ? { kind: 'object', entries: v.entries.flatMap((e) => expandEntry(run, e)) } : v;
};

const nodeOf = ({ entries }: ObjectValue, key: string, fallback: ts.Node): ts.Node =>
  entries.findLast((e) => (e.kind === 'property' && e.key === key) || e.kind === 'spread')?.node ?? fallback;

export const given = (object: ObjectValue, key: string, node: ts.Node): Given => ({ key, value: propertyOf(object, key, node), node: nodeOf(object, key, node) });

/** The properties that an object may have by name. */
export const allGiven = (object: ObjectValue, node: ts.Node): readonly Given[] =>
  [...new Set(object.entries.flatMap((e) => (e.kind === 'property' ? [e.key] : [])))].map((key) => given(object, key, node));

/** What is spread into an object and not known, or stands in it under a name that is not. */
export const unknownParts = ({ entries }: ObjectValue): readonly Entry[] => entries.filter((e) => e.kind === 'spread');

export const isAbsent = (v: Value): boolean => (v.kind === 'constant' && v.value === undefined) || v instanceof Skip;

/** The name of a property alone is not known; of what it holds the type says that it is no object. */
export const isComputedScalar = (run: Run, { node }: Entry): boolean =>
  ts.isPropertyAssignment(node) && !run.host.isAny(node.initializer) && (run.host.isPlain(node.initializer) || run.host.literals(node.initializer) !== undefined) && !(run.host.mayBeNull(node.initializer) && run.host.mayBeUndefined(node.initializer));

const unparenthesised = (node: ts.Node): ts.Node => (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node) ? unparenthesised(node.expression) : node);

/** `x!` and `x as T` say what somebody wishes: what stands before them may be undefined all the same. */
const isOnlyAsserted = (run: Run, v: Single, use: ts.Node): boolean => {
  if (v.kind !== 'scalar' || v.nonNull === true) return false;
  const made = ts.isPropertyAccessExpression(v.node.parent ?? v.node) && v.node.pos >= 0 ? v.node.parent : v.node;
  const around = [unparenthesised(use), made.pos >= 0 ? made.parent : made];
  return around.some((n) => n.pos >= 0 && (ts.isNonNullExpression(n) || ts.isAsExpression(n) || ts.isTypeAssertionExpression(n)) && run.host.mayBeUndefined(n.expression));
};

/** Whether Prisma may leave a property out: it does for undefined, unless the client is strict, and for `Prisma.skip`. */
export const mayBeAbsent = ({ run, schema }: Scope, { value, node }: Given): boolean => {
  if (optionsOf(value).some((o) => o.value instanceof Skip)) return true;
  const skips = optionsOf(value).some(({ value: v }) => v.kind === 'scalar' && node.pos >= 0 && (run.host.isAny(node) || run.host.typeNames(node).includes('Skip')));
  return skips || (!schema.strict && (mayBeUndefined(run, value, node) || optionsOf(value).some((o) => isOnlyAsserted(run, o.value, node))));
};

/** Takes either way, one after the other. */
export const either = (run: Run): boolean => {
  const branch = newBranch();
  const side = choose(run, { kind: 'union', options: [true, false].map((v, arm) => ({ path: new Map([[branch, arm]]), value: constant(v) })) });
  return side.kind === 'constant' && side.value === true;
};

/** The elements of a list; of a single value, the value. Undefined where they are not known. */
export const elementsOf = (run: Run, value: Value): readonly { readonly value: Value; readonly certain: boolean }[] | undefined => {
  const v = choose(run, value);
  if (v.kind === 'array') return v.items.map((i) => ({ value: i.value, certain: i.presence === 'one' }));
  return v.kind === 'object' ? [{ value: v, certain: true }] : undefined;
};
