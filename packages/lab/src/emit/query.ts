import type { Expr, Query, SelectQuery, SetQuery, With } from '@tenantscope/core';
import { lazily, list, quoted } from './code.ts';
import { conditionCalls } from './condition.ts';
import { tagged, templateOf } from './fragment.ts';
import { itemCalls, selection } from './items.ts';
import { reference } from './operand.ts';
import { fromOf } from './relation.ts';
import { Inexpressible, type Writer } from './writer.ts';

/** What a chain hangs on. */
export type Root = 'db' | 'eb';

export const withCalls = (to: Writer, w: With | undefined): string =>
  (w?.ctes ?? []).map((cte, i) => {
    if (cte.body.kind === 'merge') throw new Inexpressible('MERGE in WITH');
    const name = quoted(cte.columnAliases ? `${cte.name}(${cte.columnAliases.join(', ')})` : cte.name);
    // Only the first call says whether the clause is recursive.
    const recursive = i === 0 ? w?.recursive : to.choose(4) === 0;
    return `.${recursive ? 'withRecursive' : 'with'}(${to.choose(8) === 0 ? `(cte) => cte(${name})` : name}, (db) => ${to.statement(cte.body)})`;
  }).join('');

const rootOf = (to: Writer, q: Query, root: Root): string => (q.with || (q.kind === 'select' && q.from.length === 0) ? `db${withCalls(to, q.with)}` : root);

const distinctCall = (to: Writer, { distinct }: SelectQuery): string => {
  if (distinct === false) return '';
  return distinct === true ? '.distinct()' : `.distinctOn([${list(distinct.map((e) => lazily(reference(to, e))))}])`;
};

const isRollup = (sets: readonly (readonly Expr[])[]): boolean => sets.length > 1 && sets.every((s, i) => s.length === sets.length - 1 - i && s.every((e, k) => JSON.stringify(e) === JSON.stringify(sets[0]?.[k])));

const groupCall = (to: Writer, sets: SelectQuery['groupBy']): string => {
  const [first, ...more] = sets ?? [];
  if (!first) return '';
  const set = (es: readonly Expr[]): string => `(${list(es.map((e) => templateOf(to, e)))})`;
  if (isRollup([first, ...more]) && to.choose(3) > 0) return `.groupBy(${to.choose(2) === 0 ? lazily(`eb.fn('rollup', [${list(first.map((e) => reference(to, e)))}])`) : tagged(to, `rollup ${set(first)}`)})`;
  if (more.length > 0) return `.groupBy(${tagged(to, `grouping sets (${list([first, ...more].map(set))})`)})`;
  if (first.length === 0) return `.groupBy(${tagged(to, '()')})`;
  const keys = first.map((e) => reference(to, e));
  return keys.length === 1 && to.choose(2) === 0 ? `.groupBy(${lazily(keys[0] ?? '')})` : `.groupBy(${lazily(`[${list(keys)}]`)})`;
};

const orderCall = (to: Writer, e: Expr): string => {
  // A bound number is no position.
  const key = e.kind === 'constant' ? (to.choose(2) === 0 && typeof e.value === 'number' ? `eb.lit(${e.value})` : to.fragment(e)) : reference(to, e);
  return `.orderBy(${lazily(key)}${['', ", 'desc'", ", (ob) => ob.asc().nullsFirst()", ''][to.choose(4)] ?? ''})`;
};

const limitCall = (to: Writer, q: Query): string => {
  const { limit } = q;
  if (!limit) return '';
  if (limit.kind !== 'constant' || typeof limit.value !== 'number') return `.limit(${lazily(to.expression(limit))})`;
  const form = to.choose(4);
  if (form === 0) return `.fetch(${limit.value}${q.orderBy.length > 0 && !q.locking && to.choose(2) === 0 ? ", 'with ties'" : ''})`;
  return form === 1 ? `.limit(sql\`${limit.value}\`)` : `.limit(${limit.value})`;
};

const tailCalls = (to: Writer, q: Query): string =>
  [
    ...q.orderBy.map((e) => orderCall(to, e)),
    limitCall(to, q),
    q.offset ? `.offset(${q.offset.kind === 'constant' ? String(q.offset.value) : lazily(to.expression(q.offset))})` : '',
    q.locking ? (['.forUpdate()', '.forShare()', '.forUpdate().skipLocked()'][to.choose(3)] ?? '') : '',
  ].join('');

const selectBody = (to: Writer, q: SelectQuery, root: Root): string => {
  if (q.windows.length > 0) throw new Inexpressible('WINDOW');
  const start = rootOf(to, q, root);
  const isEmpty = q.from.length === 0;
  const from = isEmpty ? undefined : fromOf(to, q.from, 'all');
  const head = from ? `${start}.selectFrom(${from.start})${from.joins}` : `${start}.selectNoFrom(${selection(to, q.items)})`;
  const items = isEmpty ? '' : itemCalls(to, q.items, 'select');
  const filters = conditionCalls(to, 'where', q.where);
  return [head, ...(to.choose(2) === 0 ? [items, filters] : [filters, items]), distinctCall(to, q), groupCall(to, q.groupBy), conditionCalls(to, 'having', q.having)].join('');
};

const hasTail = (q: Query): boolean => q.with !== undefined || q.orderBy.length > 0 || q.limit !== undefined || q.offset !== undefined || q.locking;

/** The left side is printed without brackets: INTERSECT must not take its last branch. */
const leftOf = (to: Writer, { left, op }: SetQuery, root: Root): string => {
  if (hasTail(left) || left.kind === 'values') throw new Inexpressible('brackets on the left of a set operation');
  if (left.kind === 'set' && op === 'intersect' && left.op !== 'intersect') throw new Inexpressible('brackets on the left of a set operation');
  return left.kind === 'set' ? setBody(to, left, root) : selectBody(to, left, root);
};

const setBody = (to: Writer, q: SetQuery, root: Root): string => {
  const right = to.query(q.right);
  const bare = q.right.kind === 'select' && !hasTail(q.right) && to.choose(3) > 0;
  const argument = bare ? lazily(right) : `(eb) => eb.parens(${right})`;
  return `${leftOf(to, q, root)}.${q.op}${q.all ? 'All' : ''}(${argument})`;
};

/** A query as a chain. */
export const queryOf = (to: Writer, q: Query, root: Root): string => {
  if (q.kind === 'values') {
    if (hasTail(q)) throw new Inexpressible('VALUES with more');
    return `sql\`(values ${list(q.rows.map((r) => `(${list(r.map((e) => templateOf(to, e)))})`))})\``;
  }
  if (q.kind === 'select') return `${selectBody(to, q, root)}${tailCalls(to, q)}`;
  const start = q.with ? `db${withCalls(to, q.with)}` : root;
  return `${setBody(to, q, start as Root)}${tailCalls(to, q)}`;
};
