import { ts } from '#compiler';
import { mutate } from './assignment.ts';
import { awaitAll, awaitValue } from './await.ts';
import { branch } from './branch.ts';
import { invokeFunction } from './function.ts';
import type { Arguments } from './foreign.ts';
import { mapValue, unionOf } from './join.ts';
import { forEachItem } from './loop.ts';
import type { Run } from './run.ts';
import { joinTexts, mapString, stringOf } from './text.ts';
import { arrayOf, type ArrayValue, constant, type Item, optionsOf, scalar, type ScalarValue, type Single, undefinedValue, unknownKey, type Value } from './value.ts';

const identity = (s: string): string => s;

const callback = (run: Run, fn: Value | undefined, args: readonly Value[], at: ts.Node): Value => {
  if (!fn) return undefinedValue;
  return unionOf(optionsOf(fn).flatMap((o) => optionsOf(callOne(run, o.value, args, at)).map((r) => ({ path: o.path, value: r.value }))));
};

const callOne = (run: Run, fn: Single, args: readonly Value[], at: ts.Node): Value => {
  if (fn.kind === 'function') return invokeFunction(run, fn, args, fn.node);
  const known = fn.kind === 'scalar' ? run.libraries.typed(fn.node as ts.Expression, '()', run) : fn;
  return (known?.kind === 'foreign' ? known.call({ values: args, nodes: args.map(() => at), call: at, open: false }, run) : undefined) ?? scalar(at);
};

const itemsOf = (receiver: Single): readonly Item[] | undefined => (receiver.kind === 'array' ? receiver.items : undefined);

const elementOf = (receiver: Single, at: ts.Node): ScalarValue =>
  receiver.kind === 'scalar' ? scalar(at, { taint: receiver.taint, parent: receiver, row: receiver.row, property: unknownKey, fetched: receiver.fetched }) : scalar(at);

const mapItems = (run: Run, receiver: Single, fn: Value | undefined, at: ts.Node): ArrayValue => {
  const items = itemsOf(receiver);
  if (items) return { kind: 'array', items: items.map((item, i) => ({ value: callback(run, fn, [item.value, constant(i)], at), presence: item.presence })) };
  let result: Value = scalar(at);
  branch(run, [() => (result = callback(run, fn, [elementOf(receiver, at), scalar(at)], at)), () => undefinedValue]);
  return { kind: 'array', items: [{ value: result, presence: 'many' }] };
};

const isFalsy = (v: Single): boolean => v.kind === 'constant' && !v.value;

const filterItems = (run: Run, receiver: ArrayValue, args: Arguments): ArrayValue => {
  const node = args.nodes[0];
  const compacts = node && ts.isIdentifier(node) && node.text === 'Boolean';
  const items = receiver.items.flatMap((item): Item[] => {
    if (!compacts) return [{ value: item.value, presence: item.presence === 'many' ? 'many' : 'optional' }];
    const options = optionsOf(item.value);
    const kept = options.filter((o) => !isFalsy(o.value));
    if (kept.length === 0) return [];
    return [{ value: unionOf(kept), presence: kept.length < options.length && item.presence === 'one' ? 'optional' : item.presence }];
  });
  if (!compacts) for (const item of receiver.items) callback(run, args.values[0], [item.value], args.call);
  return { kind: 'array', items };
};

const flatten = (array: ArrayValue): ArrayValue => ({
  kind: 'array',
  items: array.items.flatMap((item): readonly Item[] => {
    if (item.value.kind === 'array') return item.value.items.map((i) => ({ ...i, presence: item.presence === 'one' ? i.presence : item.presence }));
    return item.value.kind === 'scalar' ? [{ value: item.value, presence: 'many' }] : [item];
  }),
});

const appended = (receiver: ArrayValue, args: Arguments, name: string): ArrayValue => {
  const added: Item[] = args.values.map((value) => ({ value, presence: 'one' }));
  if (args.open) added.push({ value: scalar(args.call), presence: 'many' });
  return { kind: 'array', items: name === 'push' ? [...receiver.items, ...added] : [...added, ...receiver.items] };
};

/** `list.push(…)`: the variable holds the longer list from here on, in each of its alternatives. */
export const append = (run: Run, receiver: Value, args: Arguments, name: string): Value => {
  const call = args.call as ts.CallExpression;
  const target = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
  const changed = mapValue(receiver, (r) => (r.kind === 'array' ? appended(r, args, name) : r));
  if (target) {
    mutate(run, target, changed);
    const self = ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.ThisKeyword ? run.stack.at(-1)?.self : undefined;
    if (self?.kind === 'instance' && ts.isPropertyAccessExpression(target)) self.fields.set(target.name.text, scalar(target));
  }
  return mapValue(changed, (r) => (r.kind === 'array' && r.items.every((i) => i.presence === 'one') ? constant(r.items.length) : scalar(args.call)));
};

export const isAppend = (name: string): boolean => name === 'push' || name === 'unshift';

/** The text of a list: one alternative for each of the lengths that it may have. */
export const joinArray = (run: Run, receiver: ArrayValue, separator: Value, at: ts.Node): Value => {
  const { items } = receiver;
  if (items.every((i) => i.presence === 'one')) return joinTexts(run, items.map((i) => i.value), separator, at);
  if (items.length > 5) return scalar(at, { cause: 'a list of unknown length is joined into text' });
  const variants: Value[][] = [[]];
  for (const item of items) {
    const extended = variants.flatMap((v) => (item.presence === 'many' ? [v, [...v, item.value], [...v, item.value, item.value]] : [v, [...v, item.value]]));
    variants.splice(0, variants.length, ...(item.presence === 'one' ? variants.map((v) => [...v, item.value]) : extended));
  }
  return variants.length > 32
    ? scalar(at, { cause: 'a list of unknown length is joined into text' })
    : unionOf(variants.flatMap((v) => optionsOf(joinTexts(run, v, separator, at))));
};

const reduce = (run: Run, receiver: Single, args: Arguments): Value => {
  const frame = run.stack.at(-1);
  if (!frame || args.values.length < 2) return scalar(args.call);
  // The accumulator is a variable of the loop, so the loop's fixpoint finds what it becomes.
  frame.env.declare(args.call, args.values[1] ?? undefinedValue);
  forEachItem(run, itemsOf(receiver), args.call, (item) => {
    const accumulated = frame.env.get(args.call) ?? undefinedValue;
    frame.env.assign(args.call, callback(run, args.values[0], [accumulated, item], args.call));
  });
  return frame.env.get(args.call) ?? scalar(args.call);
};

/** What a method has made of the list that it is called on. */
const changed = (run: Run, { call }: Arguments, now: ArrayValue): ArrayValue => {
  if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression)) mutate(run, call.expression.expression, now);
  return now;
};

/** Elements go and come at places that are not followed: each may be any. */
const spliced = (run: Run, receiver: ArrayValue, args: Arguments): Value => {
  const added = args.values.filter((v) => v.kind !== 'constant' || typeof v.value !== 'number');
  const any = unionOf([...receiver.items.map((i) => i.value), ...added].flatMap(optionsOf));
  return changed(run, args, { kind: 'array', items: [...receiver.items, ...added].map(() => ({ value: any, presence: 'optional' })) });
};

/** Each element may stand at each place. */
const sorted = ({ items }: ArrayValue): ArrayValue => {
  const any = unionOf(items.flatMap((i) => optionsOf(i.value)));
  return { kind: 'array', items: items.length <= 1 ? items : items.map(({ presence }) => ({ value: any, presence })) };
};

/** `pop` and `shift`: the last element, or the first, is gone; of a list of unknown length, any may be. */
const taken = (run: Run, receiver: ArrayValue, args: Arguments, name: 'pop' | 'shift'): Value => {
  const { items } = receiver;
  if (items.length === 0) return undefinedValue;
  if (items.every((i) => i.presence === 'one')) {
    changed(run, args, { kind: 'array', items: name === 'pop' ? items.slice(0, -1) : items.slice(1) });
    return items.at(name === 'pop' ? -1 : 0)?.value ?? undefinedValue;
  }
  changed(run, args, { kind: 'array', items: items.map((i) => ({ ...i, presence: i.presence === 'many' ? 'many' : 'optional' })) });
  return unionOf([...items.flatMap((i) => optionsOf(i.value)), ...optionsOf(undefinedValue)]);
};

const listMethod = (run: Run, receiver: ArrayValue, name: string, args: Arguments): Value | undefined => {
  switch (name) {
    case 'push':
    case 'unshift':
      return append(run, receiver, args, name);
    case 'splice':
    case 'fill':
      return spliced(run, receiver, args);
    case 'filter':
      return filterItems(run, receiver, args);
    case 'concat': {
      const more = args.values.flatMap((v): readonly Item[] => (v.kind === 'array' ? v.items : [{ value: v, presence: v.kind === 'scalar' ? 'many' : 'one' }]));
      return { kind: 'array', items: [...receiver.items, ...more] };
    }
    case 'join':
      return joinArray(run, receiver, args.values[0] ?? constant(','), args.call);
    case 'flat':
      return flatten(receiver);
    case 'slice':
      return args.values.length === 0 ? receiver : { kind: 'array', items: receiver.items.map((i) => ({ ...i, presence: i.presence === 'many' ? 'many' : 'optional' })) };
    case 'reverse':
      return changed(run, args, { kind: 'array', items: receiver.items.toReversed() });
    case 'toReversed':
      return { kind: 'array', items: receiver.items.toReversed() };
    case 'sort':
      return changed(run, args, sorted(receiver));
    case 'toSorted':
      return sorted(receiver);
    case 'values':
      return receiver;
    case 'entries':
      return { kind: 'array', items: receiver.items.map((i, n) => ({ value: arrayOf([constant(n), i.value]), presence: i.presence })) };
    case 'at':
    case 'find':
    case 'findLast':
      return receiver.items.length === 0 ? undefinedValue : unionOf(receiver.items.flatMap((i) => optionsOf(i.value)));
    case 'pop':
    case 'shift':
      return taken(run, receiver, args, name);
    default:
      return undefined;
  }
};

const iterated = new Set(['map', 'forEach', 'flatMap', 'reduce', 'reduceRight']);

const iterate = (run: Run, receiver: Single, name: string, args: Arguments): Value => {
  if (name === 'map') return mapItems(run, receiver, args.values[0], args.call);
  if (name === 'flatMap') return flatten(mapItems(run, receiver, args.values[0], args.call));
  if (name === 'reduce' || name === 'reduceRight') return reduce(run, receiver, args);
  forEachItem(run, itemsOf(receiver), args.call, (item, i) => void callback(run, args.values[0], [item, constant(i)], args.call));
  return undefinedValue;
};

/** `Object.assign(target, …)` gives back the target, and changes it. */
const assignOver = (run: Run, first: Value, args: Arguments): Value => {
  const entries = args.values.map((value, i) => ({ kind: 'spread' as const, value, node: args.nodes[i] ?? args.call })).flatMap((e) => (e.value.kind === 'object' ? e.value.entries : [e]));
  const changed: Value = { kind: 'object', entries };
  const [target] = args.nodes;
  if (first.kind === 'foreign') first.escape('its members are assigned', run);
  if (target && first.kind === 'object') mutate(run, target as ts.Expression, changed);
  return changed;
};

const namespaceMethod = (run: Run, space: string, name: string, args: Arguments): Value | undefined => {
  const [first] = args.values;
  if (space === 'Promise' && (name === 'all' || name === 'allSettled' || name === 'race' || name === 'any')) return awaitAll(run, first ?? undefinedValue, args.call);
  if (space === 'Promise' && name === 'resolve') return awaitValue(run, first ?? undefinedValue, args.call);
  if (space === 'Array' && (name === 'from' || name === 'of')) return name === 'of' ? arrayOf(args.values) : fromIterable(run, args);
  if (space === 'process' && name === 'cwd') return constant('.');
  if (space !== 'Object' || !first) return undefined;
  if (name === 'freeze' || name === 'seal') return first;
  if (name === 'assign') return assignOver(run, first, args);
  if (first.kind !== 'object' || first.entries.some((e) => e.kind === 'spread')) return undefined;
  const pairs = first.entries.flatMap((e) => (e.kind === 'property' ? [e] : []));
  const item = (value: Value, optional: boolean): Item => ({ value, presence: optional ? 'optional' : 'one' });
  if (name === 'keys') return { kind: 'array', items: pairs.map((e) => item(constant(e.key), e.optional)) };
  if (name === 'values') return { kind: 'array', items: pairs.map((e) => item(e.value, e.optional)) };
  return name === 'entries' ? { kind: 'array', items: pairs.map((e) => item(arrayOf([constant(e.key), e.value]), e.optional)) } : undefined;
};

const fromIterable = (run: Run, args: Arguments): Value => {
  const [list, fn] = args.values;
  if (!list || list.kind === 'union') return scalar(args.call);
  return fn ? mapItems(run, list, fn, args.call) : list;
};

const strings: Readonly<Record<string, (s: string) => string>> = {
  trim: (s) => s.trim(),
  trimStart: (s) => s.trimStart(),
  trimEnd: (s) => s.trimEnd(),
  toLowerCase: (s) => s.toLowerCase(),
  toUpperCase: (s) => s.toUpperCase(),
  toString: identity,
};

const promiseMethod = (run: Run, receiver: Single, name: string, args: Arguments): Value | undefined => {
  if (name === 'finally') return (callback(run, args.values[0], [], args.call), receiver);
  if (name === 'catch') return branch(run, [() => receiver, () => callback(run, args.values[0], [scalar(args.call)], args.call)]);
  return name === 'then' ? callback(run, args.values[0], [receiver], args.call) : undefined;
};

/** Methods of lists, text, promises and the namespaces of the language. */
export const callBuiltin = (run: Run, receiver: Single | undefined, name: string, args: Arguments, call: ts.CallExpression): Value | undefined => {
  if (!receiver) {
    const [first] = args.values;
    return name === 'String' && first ? (first.kind === 'text' ? first : mapString(first, call, identity)) : undefined;
  }
  const target = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
  if (receiver.kind === 'scalar' && target && ts.isIdentifier(target)) {
    const known = namespaceMethod(run, target.text, name, args);
    if (known) return known;
  }
  const lists = receiver.kind === 'array' || (receiver.kind === 'scalar' && args.values[0]?.kind === 'function');
  if (lists && iterated.has(name)) return iterate(run, receiver, name, args);
  if (receiver.kind === 'scalar' && args.values[0]?.kind === 'function') return promiseMethod(run, receiver, name, args);
  if (receiver.kind === 'array') return listMethod(run, receiver, name, args) ?? promiseMethod(run, receiver, name, args);
  const text = strings[name];
  if (text && (receiver.kind === 'constant' || receiver.kind === 'text') && stringOf(receiver) !== undefined) return mapString(receiver, call, text);
  return receiver.kind === 'object' || receiver.kind === 'constant' || receiver.kind === 'text' ? promiseMethod(run, receiver, name, args) : undefined;
};
