import { choose } from '../../flow/branch.ts';
import { propertyOf } from '../../flow/object.ts';
import { spelled } from '../../flow/origin.ts';
import { constant, optionsOf, type Single, undefinedValue, type Value } from '../../flow/value.ts';
import type { ts } from 'ts-morph';
import { KnexBuilder, type Method } from './builder.ts';
import { type Call, nodeAt, valueAt } from './call.ts';
import { type Draft, withProblem } from './draft.ts';
import { columnize, nested, parameter, pick, query, wordOf, wrap } from './operand.ts';
import { between, hole, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';
import { rawAt } from './raw-text.ts';

const isTrue = (v: Value): boolean => optionsOf(v).every((o) => o.value.kind === 'constant' && o.value.value === true);

/** The table of the query: a name, a fragment or a sub-query, which gets parentheses. */
const table: Method = (draft, call) => {
  const node = nodeAt(call, 0);
  const v = pick(call.run, valueAt(call, 0), node);
  const options = choose(call.run, valueAt(call, 1));
  const only = options.kind === 'object' && isTrue(propertyOf(options, 'only', node));
  if (v.kind === 'constant' && !v.value) return { ...draft, table: undefined, only };
  const word = wordOf(call.run, v, node);
  return { ...draft, table: word ?? (v instanceof KnexBuilder ? nested(call, v, 'parameter', node) : wrap(call, v, node, 'table')), only };
};

const groupBy: Method = (draft, call) => {
  const first = choose(call.run, valueAt(call, 0));
  if (first instanceof KnexRaw) return { ...draft, groups: [...draft.groups, first.inserted()] };
  if (first.kind === 'array') return { ...draft, groups: [...draft.groups, columnize(call, first, nodeAt(call, 0))] };
  return { ...draft, groups: [...draft.groups, between(call.args.values.map((v, i) => wrap(call, i === 0 ? first : v, nodeAt(call, i))), ', ')] };
};

/** `asc` where it is neither. */
const directionOf = (call: Call, value: Value, node: ts.Node): Parts => {
  const v = choose(call.run, value);
  if (v instanceof KnexRaw) return [text(' '), ...v.inserted()];
  return [text(wordOf(call.run, v, node)?.toLowerCase() === 'desc' ? ' desc' : ' asc')];
};

/** Knex puts it into the text as it is. */
const nullsOf = (call: Call, value: Value, node: ts.Node): Parts => {
  const v = choose(call.run, value);
  if (v.kind === 'constant' && !v.value) return [];
  const word = wordOf(call.run, v, node);
  return [text(' nulls '), word === undefined ? hole(`${spelled(node)} is text that is only known at run time`, 'unproven-fragment') : text(word)];
};

const ordered = (call: Call, value: Value, direction: Value, nulls: Value, node: ts.Node): Parts => {
  const v = pick(call.run, value, node);
  const column = v instanceof KnexBuilder ? [text('('), ...wrap(call, v, node), text(')')] : columnize(call, v, node);
  return [...column, ...directionOf(call, direction, node), ...(v instanceof KnexRaw ? [] : nullsOf(call, nulls, node))];
};

const orderItem = (call: Call, value: Value, node: ts.Node): Parts => {
  const v = choose(call.run, value);
  if (v.kind !== 'object') return ordered(call, v, undefinedValue, undefinedValue, node);
  return ordered(call, propertyOf(v, 'column', node), propertyOf(v, 'order', node), propertyOf(v, 'nulls', node), node);
};

const orderBy: Method = (draft, call) => {
  const node = nodeAt(call, 0);
  const v = pick(call.run, valueAt(call, 0), node);
  if (v.kind === 'array') return { ...draft, orders: [...draft.orders, ...v.items.map((i) => orderItem(call, i.value, node))] };
  return { ...draft, orders: [...draft.orders, ordered(call, v, valueAt(call, 1), valueAt(call, 2), node)] };
};

const isBoolean = (v: Single | undefined): boolean => v?.kind === 'constant' && typeof v.value === 'boolean';

const setOperation =
  (clause: string): Method =>
  (draft, call) => {
    const values = call.args.values.map((v) => choose(call.run, v));
    const last = values.at(-1);
    const wrapped = isBoolean(last) && last?.kind === 'constant' && last.value === true;
    const operands = (isBoolean(last) ? values.slice(0, -1) : values).flatMap((v, i) => (v.kind === 'array' && i === 0 ? v.items : [{ value: v, presence: 'one' as const }]));
    const unions = operands.map((o, i) => ({
      clause,
      wrap: wrapped,
      parts: (o.presence === 'one' ? query(call, o.value, nodeAt(call, i)) : undefined) ?? [hole(`an operand of the ${clause} is not followed`, 'unproven-fragment')],
    }));
    return { ...draft, unions: [...draft.unions, ...unions] };
  };

/** `with(alias, query)`, `with(alias, columns, query)`. */
const cte =
  (recursive: boolean, materialized = ''): Method =>
  (draft, call) => {
    const third = choose(call.run, valueAt(call, 2));
    const hasColumns = !(third.kind === 'constant' && third.value === undefined);
    const found = query(call, hasColumns ? third : valueAt(call, 1), nodeAt(call, hasColumns ? 2 : 1));
    const columns = hasColumns ? [text('('), ...columnize(call, valueAt(call, 1), nodeAt(call, 1)), text(')')] : [];
    const body = found ?? [hole('the common table expression is not followed', 'unproven-fragment')];
    const parts = [...wrap(call, valueAt(call, 0), nodeAt(call, 0), 'table'), ...columns, text(` as ${materialized}(`), ...body, text(')')];
    return { ...draft, ctes: [...draft.ctes, { parts, recursive }] };
  };

const limit: Method = (draft, call) => {
  const v = choose(call.run, valueAt(call, 0));
  const isNumber = v.kind !== 'constant' || !Number.isNaN(Number.parseInt(String(v.value), 10));
  return isNumber ? { ...draft, limit: parameter(call, v, nodeAt(call, 0)) } : draft;
};

const lock =
  (mode: string): Method =>
  (draft, call) => {
    const first = choose(call.run, valueAt(call, 0));
    const tables = first.kind === 'array' ? columnize(call, first, nodeAt(call, 0)) : between(call.args.values.map((v, i) => wrap(call, v, nodeAt(call, i), 'table')), ', ');
    return { ...draft, lock: [text(mode), ...(tables.length === 0 ? [] : [text(' of '), ...tables])] };
  };

/** What `clear` empties, by the name of what Knex keeps. */
const emptied: Readonly<Record<string, Partial<Draft>>> = {
  with: { ctes: [] },
  select: { columns: [] },
  columns: { columns: [] },
  hintComments: {},
  where: { where: [] },
  union: { unions: [] },
  join: { joins: [] },
  group: { groups: [] },
  order: { orders: [] },
  having: { having: [] },
  limit: { limit: undefined },
  offset: { offset: undefined },
  counter: { counters: [] },
  counters: { counters: [] },
};

const clearing =
  (what: string): Method =>
  (draft) => ({ ...draft, ...emptied[what] });

const clear: Method = (draft, call) => {
  const what = wordOf(call.run, valueAt(call, 0), nodeAt(call, 0));
  return what !== undefined && Object.hasOwn(emptied, what) ? { ...draft, ...emptied[what] } : withProblem(draft, 'what is cleared is only known at run time');
};

const named =
  (key: 'schema' | 'alias'): Method =>
  (draft, call) => {
    const v = choose(call.run, valueAt(call, 0));
    if (v.kind === 'constant' && !v.value) return { ...draft, [key]: undefined };
    const word = wordOf(call.run, v, nodeAt(call, 0));
    return word === undefined ? withProblem(draft, `the ${key} ${spelled(nodeAt(call, 0))} is only known at run time`) : { ...draft, [key]: word };
  };

export const shapeMethods: Readonly<Record<string, Method>> = {
  table,
  from: table,
  into: table,
  fromRaw: (draft, call) => ({ ...draft, table: rawAt(call, 0).inserted(), only: false }),
  withSchema: named('schema'),
  as: named('alias'),
  groupBy,
  groupByRaw: (draft, call) => ({ ...draft, groups: [...draft.groups, rawAt(call, 0).inserted()] }),
  orderBy,
  orderByRaw: (draft, call) => ({ ...draft, orders: [...draft.orders, rawAt(call, 0).inserted()] }),
  limit,
  offset: (draft, call) => ({ ...draft, offset: parameter(call, constantOr(call), nodeAt(call, 0)) }),
  union: setOperation('union'),
  unionAll: setOperation('union all'),
  intersect: setOperation('intersect'),
  except: setOperation('except'),
  with: cte(false),
  withWrapped: cte(false),
  withRecursive: cte(true),
  withRecursiveWrapped: cte(true),
  withMaterialized: cte(false, 'materialized '),
  withNotMaterialized: cte(false, 'not materialized '),
  forUpdate: lock('for update'),
  forShare: lock('for share'),
  forNoKeyUpdate: lock('for no key update'),
  forKeyShare: lock('for key share'),
  skipLocked: (draft) => ({ ...draft, wait: 'skip locked' }),
  noWait: (draft) => ({ ...draft, wait: 'nowait' }),
  clear,
  clearSelect: clearing('select'),
  clearWhere: clearing('where'),
  clearGroup: clearing('group'),
  clearOrder: clearing('order'),
  clearHaving: clearing('having'),
  clearCounters: clearing('counter'),
};

const constantOr = (call: Call): Value => {
  const v = choose(call.run, valueAt(call, 0));
  return v.kind === 'constant' && (v.value === undefined || v.value === null) ? constant(0) : v;
};
