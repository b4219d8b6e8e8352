import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { shape } from '../shape.ts';

/** One table, and what may be put around it. */
export const reads = [
  shape('root select', ({ db }) => db.selectFrom('orders').select(['id', 'total']).execute()),
  shape('root select, *', ({ db }) => db.selectFrom('orders').selectAll().execute()),
  shape('root select, alias', ({ db }) => db.selectFrom('orders as o').select(['o.id', 'o.total']).execute()),
  shape('root select, schema-qualified', ({ db }) => db.selectFrom('public.orders' as 'orders').select(['id', 'total']).execute()),
  shape('list of tables', ({ db }) => db.selectFrom(['orders', 'customers']).whereRef('customers.id', '=', 'orders.customer_id').select(['orders.id', 'customers.name']).execute()),
  shape('sub-query in FROM', ({ db }) => db.selectFrom((eb) => eb.selectFrom('orders').select(['id', 'total']).as('o')).select(['o.id', 'o.total']).execute()),
  shape('where with or', ({ db }) => db.selectFrom('orders').select(['id', 'total']).where((eb) => eb.or([eb('id', '=', 1), eb('total', '>', 0)])).execute()),
  shape('raw or in where', ({ db }) => db.selectFrom('orders').select(['id', 'total']).where(sql<boolean>`id = 1 or true`).execute()),
  shape('raw in order by', ({ db }) => db.selectFrom('orders').select('id').orderBy(sql`total desc nulls last`).execute()),
  shape('clearWhere', ({ db }) => db.selectFrom('orders').select(['id', 'total']).where('id', '=', 1).clearWhere().execute()),
  shape('count', ({ db }) => db.selectFrom('orders').select((eb) => eb.fn.countAll().as('n')).execute()),
  shape('group by', ({ db }) => db.selectFrom('orders').select((eb) => ['status', eb.fn.sum('total').as('sum')]).groupBy('status').execute()),
  shape('for update', ({ db }) => db.selectFrom('orders').select('id').forUpdate().execute()),
];

/** Several tables at one level. */
export const joins = [
  shape('inner join', ({ db }) => db.selectFrom('orders').innerJoin('customers', 'customers.id', 'orders.customer_id').select(['orders.id', 'customers.name']).execute()),
  shape('inner join, alias', ({ db }) => db.selectFrom('orders as o').innerJoin('customers as c', 'c.id', 'o.customer_id').select(['o.id', 'c.name']).execute()),
  shape('left join', ({ db }) => db.selectFrom('orders').leftJoin('customers', 'customers.id', 'orders.customer_id').select(['orders.id', 'customers.name']).execute()),
  shape('left join, alias', ({ db }) => db.selectFrom('orders').leftJoin('customers as c', 'c.id', 'orders.customer_id').select(['orders.id', 'c.name']).execute()),
  shape('right join', ({ db }) => db.selectFrom('orders').rightJoin('customers', 'customers.id', 'orders.customer_id').select(['orders.id', 'customers.name']).execute()),
  shape('full join', ({ db }) => db.selectFrom('orders').fullJoin('customers', 'customers.id', 'orders.customer_id').select(['orders.id', 'customers.name']).execute()),
  shape('lateral join', ({ db }) =>
    db
      .selectFrom('customers')
      .leftJoinLateral((eb) => eb.selectFrom('orders').whereRef('orders.customer_id', '=', 'customers.id').select('orders.total').orderBy('orders.total', 'desc').limit(1).as('top'), (join) => join.onTrue())
      .select(['customers.id', 'top.total'])
      .execute()),
  shape('raw or in ON', ({ db }) => db.selectFrom('orders').innerJoin('customers', (join) => join.on(sql<boolean>`customers.id = 1 or true`)).select(['orders.id', 'customers.name']).execute()),
  shape('alias named like another table', ({ db }) => db.selectFrom('orders as customers').innerJoin('customers as c', 'c.id', 'customers.customer_id').select(['customers.total', 'c.name']).execute()),
];

/** Queries in queries. */
export const nested = [
  shape('exists', ({ db }) =>
    db.selectFrom('customers').select('id').where((eb) => eb.exists(eb.selectFrom('orders').whereRef('orders.customer_id', '=', 'customers.id').select('orders.id').where('orders.total', '>=', 1000))).execute()),
  shape('in (sub-query)', ({ db }) => db.selectFrom('orders').select('id').where('customer_id', 'in', (eb) => eb.selectFrom('customers').select('customers.id')).execute()),
  shape('union all', ({ db }) => db.selectFrom('orders').select('id').unionAll((eb) => eb.selectFrom('customers').select('id')).execute()),
  shape('CTE', ({ db }) => db.with('recent', (qc) => qc.selectFrom('orders').select(['id', 'total'])).selectFrom('recent').select(['id', 'total']).execute()),
  shape('recursive CTE', ({ db }) =>
    db
      .withRecursive('chain(id)', (qc) => qc.selectFrom('orders').select('id').where('id', '=', 1).unionAll(qc.selectFrom('orders').innerJoin('chain', (join) => join.on(sql<boolean>`orders.id = chain.id + 1`)).select('orders.id')))
      .selectFrom('chain')
      .select('id')
      .execute()),
  shape('CTE named like a table', ({ db }) => db.with('customers', (qc) => qc.selectFrom('orders').select(['id', 'total'])).selectFrom('customers').select(['id', 'total']).execute()),
  shape('scalar sub-query in select', ({ db }) => db.selectFrom('customers').select((eb) => ['id', eb.selectFrom('orders').select((e) => e.fn.sum('total').as('sum')).as('sum')]).execute()),
  shape('JSON array helper', ({ db }) => db.selectFrom('customers').select((eb) => ['id', jsonArrayFrom(eb.selectFrom('orders').select('orders.total').whereRef('orders.customer_id', '=', 'customers.id').orderBy('orders.total')).as('orders')]).execute()),
];
