import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import { condition, subQuery } from './conditions.ts';
import type { Eb, Fluent } from './fluent.ts';
import type { Draw } from './random.ts';
import { type Item, itemOf, numberOf, textOf } from './tables.ts';

interface Drawn {
  readonly query: Fluent;
  readonly items: readonly Item[];
}

const joinMethods = ['innerJoin', 'leftJoin', 'rightJoin', 'fullJoin'] as const;

/** FULL JOIN takes equalities only in PostgreSQL. */
const onOf = (draw: Draw, items: readonly Item[], item: Item, full: boolean): ((join: Fluent) => Fluent) => {
  const [left, right] = [numberOf(draw, items), numberOf(draw, [item])];
  if (left !== undefined && right !== undefined && (full || draw.chance(0.7))) return (join) => join.on(left, '=', sql.ref(right));
  const inner = condition(draw, [...items, item], 2);
  return full ? (join) => join.onTrue() : (join) => join.on(inner);
};

const lateral = (draw: Draw, { query, items }: Drawn, n: number): Drawn => {
  const { text, item } = itemOf(draw, n);
  const inner = condition(draw, [...items, item], 1);
  const number = numberOf(draw, [item]);
  const alias = `lat${n}`;
  const method = draw.one(['innerJoinLateral', 'leftJoinLateral'] as const);
  const joined = query[method]((eb: Eb) => eb.selectFrom(text).where(inner).select(number === undefined ? sql<number>`7`.as('n') : `${number} as n`).as(alias), (join: Fluent) => join.onTrue());
  return { query: joined, items: [...items, { alias, numbers: ['n'], texts: [] }] };
};

const derived = (draw: Draw, { query, items }: Drawn, n: number): Drawn => {
  const { text, item } = itemOf(draw, n);
  const inner = condition(draw, [item], 1);
  const number = numberOf(draw, [item]);
  const alias = `der${n}`;
  const next: Item = { alias, numbers: ['n'], texts: [] };
  const joined = query[draw.one(joinMethods)]((eb: Eb) => eb.selectFrom(text).where(inner).select(number === undefined ? sql<number>`7`.as('n') : `${number} as n`).as(alias), onOf(draw, items, next, true));
  return { query: joined, items: [...items, next] };
};

const join = (draw: Draw, drawn: Drawn, n: number): Drawn => {
  const kind = draw.below(10);
  if (kind === 0) return lateral(draw, drawn, n);
  if (kind === 1) return derived(draw, drawn, n);
  const { text, item } = itemOf(draw, n);
  const items = [...drawn.items, item];
  if (kind === 2) return { query: drawn.query.crossJoin(text), items };
  const method = draw.one(joinMethods);
  return { query: drawn.query[method](text, onOf(draw, drawn.items, item, method === 'fullJoin')), items };
};

/** FROM with joins. */
export const fromItems = (draw: Draw, db: Fluent): Drawn => {
  const first = itemOf(draw, 0);
  const second = itemOf(draw, 1);
  let drawn: Drawn = draw.chance(0.1) ? { query: db.selectFrom([first.text, second.text]), items: [first.item, second.item] } : { query: db.selectFrom(first.text), items: [first.item] };
  for (let n = 2, joins = draw.one([0, 0, 1, 1, 2, 3]); n < joins + 2; n++) drawn = join(draw, drawn, n);
  return drawn;
};

const selection = (draw: Draw, items: readonly Item[], n: number): ((eb: Eb) => unknown) => {
  const number = numberOf(draw, items);
  const text = textOf(draw, items);
  const alias = `c${n}`;
  const inner = subQuery(draw, items, 1);
  const filter = condition(draw, items, 2);
  switch (draw.below(8)) {
    case 0:
      return (eb) => eb.parens(inner(eb, 'number')).as(alias);
    case 1:
      return () => (text === undefined ? sql`1`.as(alias) : sql`upper(${sql.ref(text)}) || ' ' || ${'x'}`.as(alias));
    case 2:
      return (eb) => eb.case().when(filter(eb)).then(1).else(2).end().as(alias);
    case 3:
      return (eb) => jsonArrayFrom(eb.selectFrom('customers as jc').select(['jc.id', 'jc.tenant_id']).orderBy('jc.id') as never).as(alias);
    case 4:
      return (eb) => jsonObjectFrom(eb.selectFrom('projects as jp').select(['jp.id', 'jp.org_id']).where('jp.id', '=', 1) as never).as(alias);
    default:
      return (eb) => (number === undefined ? eb.ref(text ?? '').as(alias) : eb.ref(number).as(alias));
  }
};

const aggregated = (draw: Draw, { query, items }: Drawn): Fluent => {
  const number = numberOf(draw, items);
  const text = textOf(draw, items);
  const filter = condition(draw, items, 2);
  const counted = query.select((eb: Eb) => [
    eb.fn.countAll().as('n'),
    eb.fn.countAll().filterWhere(filter).as('f'),
    ...(number === undefined ? [] : [eb.fn.sum(number).as('s')]),
  ]);
  if (text === undefined) return counted;
  const grouped = counted.select(`${text} as g`).groupBy(text);
  return draw.chance(0.3) ? grouped.having((eb: Eb) => eb(eb.fn.countAll(), '>', draw.one([0, 1]))) : grouped;
};

const windowed = (draw: Draw, { query, items }: Drawn): Fluent => {
  const number = numberOf(draw, items);
  const text = textOf(draw, items);
  if (number === undefined || text === undefined) return query.select((eb: Eb) => eb.fn.countAll().as('n'));
  return query.select((eb: Eb) => [eb.fn.sum(number).over((over: Fluent) => over.partitionBy(text)).as('w'), eb.ref(text).as('t')]);
};

/** One SELECT without set operations. Its columns are its own. */
const selectQuery = (draw: Draw, db: Fluent): Fluent => {
  const drawn = fromItems(draw, db);
  const filtered = draw.chance(0.75) ? { ...drawn, query: drawn.query.where(condition(draw, drawn.items)) } : drawn;
  const again = draw.chance(0.1) ? { ...filtered, query: filtered.query.clearWhere() } : filtered;
  const kind = draw.below(10);
  if (kind === 0) return aggregated(draw, again);
  if (kind === 1) return windowed(draw, again);
  if (kind === 2 && again.items.length === 1) return again.query.selectAll();
  const columns = Array.from({ length: 1 + draw.below(3) }, (_, n) => selection(draw, again.items, n));
  const selected = again.query.select((eb: Eb) => columns.map((column) => column(eb)));
  return draw.chance(0.1) ? selected.distinct() : selected;
};

/** Queries with one number as their column, which set operations can combine. */
const numbersQuery = (draw: Draw, db: Fluent): Fluent => {
  const drawn = fromItems(draw, db);
  const number = numberOf(draw, drawn.items);
  const filtered = drawn.query.where(condition(draw, drawn.items));
  return number === undefined ? filtered.select((eb: Eb) => eb.fn('length', [eb.ref(textOf(draw, drawn.items) ?? '')]).as('n')) : filtered.select(`${number} as n`);
};

const setOperation = (draw: Draw, db: Fluent): Fluent => numbersQuery(draw, db)[draw.one(['union', 'unionAll', 'intersect', 'except'] as const)](numbersQuery(draw, db));

const withQuery = (draw: Draw, db: Fluent): Fluent => {
  const drawn = db.with('recent', () => numbersQuery(draw, db)).with('more', (qc: Fluent) => (draw.chance(0.5) ? qc.selectFrom('recent').select('n') : numbersQuery(draw, qc)));
  const { text, item } = itemOf(draw, 3);
  const number = numberOf(draw, [item]);
  const joined = drawn.selectFrom('recent as r')[draw.one(joinMethods)](text, onOf(draw, [{ alias: 'r', numbers: ['n'], texts: [] }], item, true));
  return joined.select(number === undefined ? 'r.n' : [`${number} as m`, 'r.n']).where((eb: Eb) => eb.or([eb.exists(eb.selectFrom('more').select('n')), eb('r.n', 'is', null)]));
};

const recursive = (draw: Draw, db: Fluent): Fluent => {
  const inner = condition(draw, [{ alias: 'o', numbers: ['id', 'customer_id'], texts: ['status'] }], 2);
  return db
    .withRecursive('walk(id, depth)', (qc: Fluent) =>
      qc
        .selectFrom('orders as o')
        .where(inner)
        .select(['o.id', sql<number>`1`.as('depth')])
        .unionAll(qc.selectFrom('walk as w').innerJoin('orders as o', 'o.id', 'w.id').where('w.depth', '<', 3).select(['o.id', sql<number>`w.depth + 1`.as('depth')])),
    )
    .selectFrom('walk')
    .selectAll();
};

/** LIMIT only where the order is total. */
const page = (draw: Draw, db: Fluent): Fluent => {
  const table = draw.one([{ name: 'orders', key: 'id' }, { name: 'customers', key: 'id' }, { name: 'projects', key: 'id' }]);
  return db.selectFrom(table.name).selectAll().orderBy(table.key, draw.one(['asc', 'desc'])).limit(1 + draw.below(4)).offset(draw.below(2));
};

export const anySelect = (draw: Draw, db: Fluent): Fluent => {
  const kind = draw.below(12);
  if (kind === 0) return setOperation(draw, db);
  if (kind === 1) return withQuery(draw, db);
  if (kind === 2) return recursive(draw, db);
  return kind === 3 ? page(draw, db) : selectQuery(draw, db);
};
