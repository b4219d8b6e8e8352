import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import { stringOf } from '../../flow/text.ts';
import { constant, type Item, type Single } from '../../flow/value.ts';
import type { Method } from './builder.ts';
import { type Call, nodeAt, valueAt } from './call.ts';
import type { Column, Draft } from './draft.ts';
import { columnize, pick, wordOf, wrap } from './operand.ts';
import { between, hole, type Parts, text } from './parts.ts';
import { KnexRaw } from './raw.ts';

const push = (draft: Draft, kind: Column['kind'], parts: Parts): Draft => ({ ...draft, columns: [...draft.columns, { kind, parts }] });

/** `normalizeArr`: the list that is the first argument, or all of them. */
const listOf = (call: Call): Parts => {
  const [only] = call.args.values;
  const first = only && choose(call.run, only);
  if (first?.kind === 'array') return columnize(call, first, nodeAt(call, 0));
  return between(call.args.values.map((v, i) => wrap(call, i === 0 && first ? first : v, nodeAt(call, i))), ', ');
};

const isNothing = (v: Single | undefined): boolean => v === undefined || (v.kind === 'constant' && !v.value && v.value !== 0);

const select: Method = (draft, call) => (isNothing(call.args.values[0] && choose(call.run, call.args.values[0])) ? draft : push(draft, 'columns', listOf(call)));

const aggregate = (method: string, distinct: boolean, columns: readonly Parts[], alias: string | undefined, call: Call): Parts => {
  const inner: Parts = distinct && columns.length > 1 ? [text('distinct('), ...between(columns, ', '), text(')')] : [text(distinct ? 'distinct ' : ''), ...between(columns, ', ')];
  const as = alias === undefined ? [] : [text(' as '), ...wrap(call, constant(alias), call.node)];
  return [text(`${method}(`), ...inner, text(')'), ...as];
};

const columnsIn = (call: Call, items: readonly Item[], index: number): readonly Parts[] => items.map((i) => wrap(call, i.value, nodeAt(call, index)));

/** `count('id as n')`, `count({ n: 'id' })`, `count(['a', 'b'])`, `count(raw)`. */
const aggregated =
  (method: string, distinct = false): Method =>
  (draft, call) => {
    const v = pick(call.run, valueAt(call, 0), nodeAt(call, 0));
    const options = choose(call.run, valueAt(call, 1));
    const as = options.kind === 'object' ? options.entries.find((e) => e.kind === 'property' && e.key === 'as')?.value : undefined;
    const alias = as && wordOf(call.run, as, nodeAt(call, 1));
    if (v instanceof KnexRaw) return push(draft, 'columns', [text(`${method}(${distinct ? 'distinct ' : ''}`), ...v.inserted(), text(')')]);
    if (v.kind === 'array') return push(draft, 'columns', aggregate(method, distinct, columnsIn(call, v.items, 0), undefined, call));
    if (v.kind === 'object') return push(draft, 'columns', objectAggregates(method, distinct, v, call));
    const word = isNothing(v) && method === 'count' ? '*' : stringOf(v);
    const split = word === undefined ? -1 : word.toLowerCase().indexOf(' as ');
    const column = word === undefined ? wrap(call, v, nodeAt(call, 0)) : wrap(call, constant(split === -1 ? word : word.slice(0, split)), nodeAt(call, 0));
    return push(draft, 'columns', aggregate(method, distinct, [column], split === -1 ? alias : word?.slice(split + 4), call));
  };

const objectAggregates = (method: string, distinct: boolean, v: Single & { kind: 'object' }, call: Call): Parts =>
  between(
    v.entries.map((e): Parts => {
      if (e.kind === 'spread') return [hole(`the columns of ${spelled(e.node)} are only known at run time`)];
      const column = choose(call.run, e.value);
      return aggregate(method, distinct, column.kind === 'array' ? columnsIn(call, column.items, 0) : [wrap(call, column, e.node)], e.key, call);
    }),
    ', ',
  );

const countDistinct: Method = (draft, call) => {
  const last = call.args.values.at(-1);
  const options = last && call.count > 1 && choose(call.run, last).kind === 'object' ? last : undefined;
  const columns = options ? call.args.values.slice(0, -1) : call.args.values;
  const list = columns.length > 1 ? [{ kind: 'array' as const, items: columns.map((value) => ({ value, presence: 'one' as const })) }] : columns;
  return aggregated('count', true)(draft, { ...call, args: { ...call.args, values: [...list, ...(options ? [list.length === 0 ? constant('*') : undefined, options].filter((x) => x !== undefined) : [])] } });
};

/** `rowNumber(alias, order, partition)` and its like, where both are names. */
const ranked =
  (method: string): Method =>
  (draft, call) => {
    const alias = wordOf(call.run, valueAt(call, 0), nodeAt(call, 0));
    const [order, partition] = [1, 2].map((i) => choose(call.run, valueAt(call, i)));
    const isNames = (v: Single | undefined): boolean => v !== undefined && (stringOf(v) !== undefined || (v.kind === 'array' && v.items.every((i) => stringOf(i.value) !== undefined)));
    if (!isNames(order) || (call.count > 2 && !isNames(partition))) return push(draft, 'analytic', [hole(`the window of ${method} is not followed`)]);
    const by = call.count > 2 ? [text('partition by '), ...columnize(call, valueAt(call, 2), nodeAt(call, 2)), text(' ')] : [];
    const as = alias === undefined ? [] : [text(' as '), ...wrap(call, constant(alias), call.node)];
    return push(draft, 'analytic', [text(`${method}() over (`), ...by, text('order by '), ...columnize(call, valueAt(call, 1), nodeAt(call, 1)), text(')'), ...as]);
  };

export const selectMethods: Readonly<Record<string, Method>> = {
  select,
  column: select,
  columns: select,
  distinct: (draft, call) => push(draft, 'distinct', listOf(call)),
  distinctOn: (draft, call) => push(draft, 'distinct on', listOf(call)),
  first: (draft, call) => ({ ...select(draft, call), method: 'first', limit: [text('1')] }),
  pluck: (draft, call) => ({ ...push(draft, 'columns', wrap(call, valueAt(call, 0), nodeAt(call, 0))), method: 'pluck' }),
  count: aggregated('count'),
  min: aggregated('min'),
  max: aggregated('max'),
  sum: aggregated('sum'),
  avg: aggregated('avg'),
  countDistinct,
  sumDistinct: aggregated('sum', true),
  avgDistinct: aggregated('avg', true),
  rank: ranked('rank'),
  denseRank: ranked('dense_rank'),
  rowNumber: ranked('row_number'),
};
