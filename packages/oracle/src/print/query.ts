import { type Expr, type Query, type SelectItem, type SelectQuery, type With } from '@tenantscope/core';
import { order, window } from './expr.ts';
import { identifier, identifiers, list, type Printer, words } from './printer.ts';

export const printItems = (to: Printer, items: readonly SelectItem[]): string =>
  list(items.map((i) => (i.star ? [...(i.qualifier ?? []).map((q) => identifiers([q])), '*'].join('.') : `${to.expr(i.expr)}${i.name === undefined ? '' : ` as ${identifier(i.name)}`}`)));

export const printWith = (to: Printer, w: With | undefined): string | undefined =>
  w &&
  `with ${w.recursive ? 'recursive ' : ''}${list(w.ctes.map((c) => `${identifier(c.name)}${c.columnAliases ? ` (${list(c.columnAliases.map(identifier))})` : ''} as (${to.statement(c.body)})`))}`;

const set = (to: Printer, keys: readonly Expr[]): string => `(${list(keys.map(to.expr))})`;

const isRollup = (sets: readonly (readonly Expr[])[]): boolean =>
  sets.length > 1 && sets.every((s, i) => s.length === sets.length - 1 - i && s.every((e, k) => e === sets[0]?.[k]));

const grouping = (to: Printer, sets: readonly (readonly Expr[])[]): string => {
  const [only] = sets;
  if (sets.length === 1 && only) return only.length === 0 ? '()' : list(only.map(to.expr));
  if (isRollup(sets) && only && to.choose(2) === 1) return `rollup ${set(to, only)}`;
  return `grouping sets (${list(sets.map((s) => set(to, s)))})`;
};

const distinct = (to: Printer, q: SelectQuery): string | false =>
  q.distinct === true ? 'distinct' : q.distinct !== false && `distinct on (${list(q.distinct.map(to.expr))})`;

const select = (to: Printer, q: SelectQuery): string =>
  words(
    'select',
    distinct(to, q),
    printItems(to, q.items),
    q.from.length > 0 && `from ${list(q.from.map(to.relation))}`,
    q.where && `where ${to.expr(q.where)}`,
    q.groupBy && `group by ${grouping(to, q.groupBy)}`,
    q.having && `having ${to.expr(q.having)}`,
    q.windows.length > 0 && `window ${list(q.windows.map((w) => `${identifier(w.name)} as (${window(to, w.window)})`))}`,
  );

/** A branch of a set operation needs brackets for its own WITH, ORDER BY and LIMIT. */
const body = (to: Printer, q: Query): string => {
  if (q.kind === 'values') return `values ${list(q.rows.map((r) => `(${list(r.map(to.expr))})`))}`;
  if (q.kind === 'select') return select(to, q);
  return words(`(${to.query(q.left)})`, q.op, q.all && 'all', `(${to.query(q.right)})`);
};

const limit = (to: Printer, q: Query): string | undefined => {
  if (!q.limit) return undefined;
  const form = to.choose(q.orderBy.length > 0 && !q.locking ? 3 : 2);
  return form === 0 ? `limit ${to.expr(q.limit)}` : `fetch first (${to.expr(q.limit)}) rows ${form === 1 ? 'only' : 'with ties'}`;
};

export const printQuery = (to: Printer, q: Query): string =>
  words(
    printWith(to, q.with),
    body(to, q),
    q.orderBy.length > 0 && `order by ${order(to, q.orderBy)}`,
    q.offset && `offset ${to.expr(q.offset)}`,
    limit(to, q),
    q.locking && ['for update', 'for share', 'for update skip locked'][to.choose(3)],
  );
