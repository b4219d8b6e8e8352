import { ts } from '#compiler';
import { unionOf } from './join.ts';
import type { Run } from './run.ts';
import { type Entry, type ObjectValue, optionsOf, scalar, type Single, undefinedValue, unknownKey, type Value } from './value.ts';

export const propertyName = (run: Run, name: ts.PropertyName): string | undefined => {
  if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (!ts.isComputedPropertyName(name)) return undefined;
  const value = run.evaluate(name.expression);
  return value.kind === 'constant' ? String(value.value) : undefined;
};

const entryOf = (run: Run, property: ts.ObjectLiteralElementLike): Entry => {
  if (ts.isSpreadAssignment(property)) return { kind: 'spread', value: run.evaluate(property.expression), node: property.expression };
  const key = property.name && propertyName(run, property.name);
  const value = valueOf(run, property);
  // A computed key may be any key.
  if (key === undefined) return { kind: 'spread', value: scalar(property), node: property };
  return { kind: 'property', key, value, optional: false, node: ts.isPropertyAssignment(property) ? property.initializer : (property.name ?? property) };
};

const valueOf = (run: Run, property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>): Value => {
  if (ts.isPropertyAssignment(property)) return run.evaluate(property.initializer);
  if (ts.isShorthandPropertyAssignment(property)) return run.evaluate(property.name);
  const frame = run.stack.at(-1);
  const value: Value = { kind: 'function', node: property, env: frame?.env };
  frame?.created.set(property, value);
  return value;
};

/** Spreads of known objects are flattened; a spread that may be nothing makes its properties optional. */
const flatten = (entry: Entry): readonly Entry[] => {
  if (entry.kind === 'property') return [entry];
  const options = optionsOf(entry.value);
  const empty = options.some((o) => isNothing(o.value));
  const rest = options.filter((o) => !isNothing(o.value));
  if (rest.length === 0) return [];
  const [only] = rest;
  if (only?.value.kind !== 'object' || rest.length > 1) return [entry];
  return only.value.entries.map((e) => (e.kind === 'property' ? { ...e, optional: e.optional || empty } : e));
};

const isNothing = (v: Single): boolean =>
  (v.kind === 'constant' && (v.value === undefined || v.value === null || v.value === false || v.value === '')) ||
  (v.kind === 'object' && v.entries.length === 0);

export const evaluateObject = (run: Run, node: ts.ObjectLiteralExpression): ObjectValue => ({
  kind: 'object',
  entries: node.properties.map((p) => entryOf(run, p)).flatMap(flatten),
});

/** What a property of an object may be: the last entry that has it, and earlier ones where that is not certain. */
export const propertyOf = (object: ObjectValue, key: string, node: ts.Node): Value => {
  const found: Value[] = [];
  for (let i = object.entries.length - 1; i >= 0; i--) {
    const entry = object.entries[i];
    if (entry?.kind === 'property' && entry.key === key) {
      found.push(entry.value);
      if (!entry.optional) return combine(found);
    } else if (entry?.kind === 'spread') found.push(memberOf(entry.value, key, node));
  }
  return combine([...found, undefinedValue]);
};

/** What `object[key]` may be when nobody knows the key. */
export const anyProperty = ({ entries }: ObjectValue, node: ts.Node): Value =>
  combine([...entries.map((e) => (e.kind === 'property' ? e.value : memberOf(e.value, unknownKey, node))), undefinedValue]);

const combine = (values: readonly Value[]): Value => (values.length === 1 && values[0] ? values[0] : unionOf(values.flatMap(optionsOf)));

/** A member of a value that was spread. */
const memberOf = (value: Value, key: string, node: ts.Node): Value => {
  const members = optionsOf(value).map(({ path, value: v }): { path: typeof path; value: Single } => ({
    path,
    value: v.kind === 'scalar' ? scalar(node, { taint: v.taint, parent: v, property: key, cause: v.cause }) : scalar(node),
  }));
  return unionOf(members);
};
