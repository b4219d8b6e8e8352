import { ts } from '#compiler';
import { declarationOf, unwrap } from './names.ts';
import { pathName } from './name.ts';
import { propertyName } from './object.ts';
import { readProperty } from './property.ts';
import type { Run } from './run.ts';
import { branch } from './branch.ts';
import { type Environment, reachable } from './environment.ts';
import { mapValue, unionOf } from './join.ts';
import { type ArrayValue, type Entry, type InstanceValue, optionsOf, scalar, undefinedValue, unknownKey, type Value } from './value.ts';

const elementAt = (run: Run, value: Value, index: number, node: ts.Node): Value => {
  if (value.kind !== 'array') return readProperty(run, value, String(index), node);
  const exact = value.items.slice(0, index + 1).every((i) => i.presence === 'one');
  return exact ? (value.items[index]?.value ?? undefinedValue) : readProperty(run, value, unknownKey, node);
};

const restOf = (value: Value, from: number, node: ts.Node): Value =>
  value.kind === 'array' ? ({ kind: 'array', items: value.items.slice(from) } satisfies ArrayValue) : value.kind === 'scalar' ? value : scalar(node);

const withDefault = (run: Run, value: Value, initializer: ts.Expression | undefined): Value => {
  if (!initializer) return value;
  if (value.kind === 'constant') return value.value === undefined ? run.evaluate(initializer) : value;
  if (value.kind === 'union') {
    const given = value.options.filter((o) => o.value.kind !== 'constant' || o.value.value !== undefined);
    return given.length === value.options.length ? value : branch(run, [() => unionOf(given), () => run.evaluate(initializer)]);
  }
  return value.kind === 'scalar' ? branch(run, [() => value, () => run.evaluate(initializer)]) : value;
};

/** `const { id, ...rest } = value`: what is named is not in the rest. */
const withoutNamed = (run: Run, { elements }: ts.ObjectBindingPattern, value: Value): Value => {
  const named = elements.flatMap((e) => (e.dotDotDotToken ? [] : [{ node: e, key: e.propertyName ? propertyName(run, e.propertyName) : ts.isIdentifier(e.name) ? e.name.text : undefined }]));
  const gone = named.flatMap(({ node, key }): Entry[] => (key === undefined ? [{ kind: 'spread', value: scalar(node), node }] : [{ kind: 'property', key, value: undefinedValue, optional: false, node }]));
  return mapValue(value, (v) => (v.kind === 'object' ? { kind: 'object', entries: [...v.entries, ...gone] } : v));
};

const bindElement = (run: Run, element: ts.BindingElement, value: Value, index: number, from: ts.Node): void => {
  const pattern = element.parent;
  let member: Value;
  if (element.dotDotDotToken) member = ts.isArrayBindingPattern(pattern) ? restOf(value, index, element) : withoutNamed(run, pattern, value);
  else if (ts.isArrayBindingPattern(pattern)) member = elementAt(run, value, index, element);
  else {
    const name = element.propertyName ? propertyName(run, element.propertyName) : ts.isIdentifier(element.name) ? element.name.text : undefined;
    member = name === undefined ? scalar(element) : readProperty(run, value, name, element.name, from);
  }
  bind(run, element.name, withDefault(run, member, element.initializer), from);
};

/** Declares the variables of a name or pattern; `from` is the expression the value came from. */
export const bind = (run: Run, name: ts.BindingName, value: Value, from: ts.Node): void => {
  if (ts.isIdentifier(name)) {
    run.stack.at(-1)?.env.declare(name.parent, value);
    return;
  }
  name.elements.forEach((element, i) => {
    if (ts.isBindingElement(element)) bindElement(run, element, value, i, from);
  });
};

const assignPattern = (run: Run, target: ts.Expression, value: Value, from: ts.Node): void => {
  if (ts.isArrayLiteralExpression(target)) target.elements.forEach((e, i) => { assign(run, e, elementAt(run, value, i, e), from); });
  if (!ts.isObjectLiteralExpression(target)) return;
  for (const p of target.properties) {
    if (ts.isShorthandPropertyAssignment(p)) assign(run, p.name, withDefault(run, readProperty(run, value, p.name.text, p.name, from), p.objectAssignmentInitializer), from);
    if (ts.isPropertyAssignment(p)) {
      const key = propertyName(run, p.name);
      assign(run, p.initializer, key === undefined ? scalar(p) : readProperty(run, value, key, p.name, from), from);
    }
  }
};

/** Any key may be the one that is assigned. */
const anyKey = (value: Value, node: ts.Node): Entry => {
  const taint = optionsOf(value).map((o) => (o.value.kind === 'scalar' ? o.value.taint : undefined)).find((t) => t !== undefined);
  return { kind: 'spread', value: scalar(node, { taint, cause: 'a property is assigned by a key that is only known at run time' }), node };
};

/** A statement of the running constructor, under no condition. */
const isConstructorStep = (run: Run, node: ts.Node): boolean => {
  const running = run.stack.at(-1)?.node;
  return running?.kind === ts.SyntaxKind.Constructor && ts.isExpressionStatement(node.parent.parent) && node.parent.parent.parent.parent === running;
};

/** A field outlives the call: whoever reads it later may find either value. */
const setField = (run: Run, instance: InstanceValue, key: string, value: Value, node: ts.Node): void => {
  const old = isConstructorStep(run, node) ? undefined : readProperty(run, instance, key, node);
  instance.fields.set(key, old ? unionOf([...optionsOf(old), ...optionsOf(value)]) : value);
};

/** The list after `list[key] = value`: where the place is not certain, any element may be the new one. */
const withElement = (list: ArrayValue, key: string, value: Value): ArrayValue => {
  const index = Number(key);
  const exact = list.items.slice(0, index + 1).length > index && list.items.slice(0, index + 1).every((i) => i.presence === 'one');
  if (exact) return { kind: 'array', items: list.items.map((item, i) => (i === index ? { ...item, value } : item)) };
  const perhaps = list.items.map((item) => ({ ...item, value: unionOf([...optionsOf(item.value), ...optionsOf(value)]) }));
  return { kind: 'array', items: [...perhaps, { value, presence: 'optional' }] };
};

const setMember = (run: Run, object: ts.Expression, key: string, value: Value, node: ts.Node): void => {
  const old = run.evaluate(object);
  if (old.kind !== 'object') {
    if (old.kind === 'array') {
      mutate(run, object, withElement(old, key, value));
      return;
    }
    if (old.kind === 'instance') setField(run, old, key, value, node);
    if (old.kind === 'foreign') old.escape(`${key} of it is assigned`, run);
    for (const { value: v } of optionsOf(value)) {
      if (v.kind !== 'foreign') continue;
      if (old.kind === 'instance') run.log.leave(() => { v.kept(`it is stored in ${key}, which is not followed`, run); });
      else v.escape(`it is stored in ${key}, which is not followed`, run);
    }
    return;
  }
  const entry: Entry = key === unknownKey ? anyKey(value, node) : { kind: 'property', key, value, optional: false, node };
  mutate(run, object, { kind: 'object', entries: [...old.entries, entry] });
};

const elementKey = (run: Run, node: ts.ElementAccessExpression): string => {
  const key = run.evaluate(node.argumentExpression);
  return key.kind === 'constant' ? String(key.value) : unknownKey;
};

/** The object a variable holds has changed: it is the same one for everybody who holds it. */
export const mutate = (run: Run, target: ts.Expression, value: Value): void => {
  const node = unwrap(target);
  const old = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? run.evaluate(node) : undefined;
  if (ts.isPropertyAccessExpression(node)) setMember(run, node.expression, node.name.text, value, node);
  if (ts.isElementAccessExpression(node)) setMember(run, node.expression, elementKey(run, node), value, node);
  const declaration = ts.isIdentifier(node) ? declarationOf(run.host, node) : undefined;
  if (declaration) run.stack.at(-1)?.env.assign(declaration, value);
  if (old?.kind === 'object' || old?.kind === 'array') for (const held of reachable(run.stack.map((f) => f.env))) replaceIn(held, old, value);
};

/** Everything that holds an object holds the changed one. */
const replaceIn = (env: Environment, old: Value, value: Value): void => {
  for (const [name, held] of env.values) {
    const now = exchanged(held, old, value);
    if (now !== held) env.declare(name, now);
  }
};

const exchanged = (held: Value, old: Value, value: Value, depth = 0): Value => {
  if (held === old) return value;
  if (depth > 3) return held;
  const inside = (v: Value): Value => exchanged(v, old, value, depth + 1);
  if (held.kind === 'object' && held.entries.some((e) => inside(e.value) !== e.value)) return { kind: 'object', entries: held.entries.map((e) => ({ ...e, value: inside(e.value) })) };
  if (held.kind === 'array' && held.items.some((i) => inside(i.value) !== i.value)) return { kind: 'array', items: held.items.map((i) => ({ ...i, value: inside(i.value) })) };
  return held;
};

/** `target = value`. */
export const assign = (run: Run, target: ts.Expression, value: Value, from: ts.Node): void => {
  const node = unwrap(target);
  if (ts.isIdentifier(node)) {
    const declaration = declarationOf(run.host, node);
    if (!declaration) return;
    run.stack.at(-1)?.reassigned.add(declaration);
    run.stack.at(-1)?.env.assign(declaration, value);
  } else if (ts.isPropertyAccessExpression(node)) {
    const path = pathName(run, node);
    if (path !== undefined) run.stack.at(-1)?.env.forget(path);
    setMember(run, node.expression, node.name.text, value, from);
  } else if (ts.isElementAccessExpression(node)) {
    setMember(run, node.expression, elementKey(run, node), value, from);
  } else if (ts.isBinaryExpression(node)) assign(run, node.left, withDefault(run, value, node.right), from);
  else assignPattern(run, node, value, from);
};
