import { type Compilable, type Kysely, sql } from 'kysely';
import type { ScopedKysely } from 'scoped-kysely';
import type { DB, Tables } from '../../packages/scoped-kysely/test/support/schema.ts';

/** A query as it is written with ours, with the tenant's conditions by hand, and with none. */
export interface Trio {
  readonly name: string;
  readonly ours: (db: ScopedKysely<DB>) => Compilable;
  readonly byHand: (db: Kysely<Tables>) => Compilable;
  readonly bare: (db: Kysely<Tables>) => Compilable;
}

const t = 'a';
const row = { id: 1, customer_id: 2, status: 'open', total: 3 } as const;
const rows = Array.from({ length: 20 }, (_, id) => ({ ...row, id }));

export const trios: readonly Trio[] = [
  {
    name: 'select by key',
    ours: (db) => db.selectFrom('orders').selectAll().where('id', '=', 1),
    byHand: (db) => db.selectFrom('orders').selectAll().where('orders.tenant_id', '=', t).where('id', '=', 1),
    bare: (db) => db.selectFrom('orders').selectAll().where('id', '=', 1),
  },
  {
    name: 'page of a list',
    ours: (db) => db.selectFrom('orders').select(['id', 'status', 'total']).where('status', '=', 'open').where('total', '>', 10).orderBy('id', 'desc').limit(20).offset(40),
    byHand: (db) => db.selectFrom('orders').select(['id', 'status', 'total']).where('orders.tenant_id', '=', t).where('status', '=', 'open').where('total', '>', 10).orderBy('id', 'desc').limit(20).offset(40),
    bare: (db) => db.selectFrom('orders').select(['id', 'status', 'total']).where('status', '=', 'open').where('total', '>', 10).orderBy('id', 'desc').limit(20).offset(40),
  },
  {
    name: 'inner and left join',
    ours: (db) => db.selectFrom('orders as o').innerJoin('customers as c', 'c.id', 'o.customer_id').leftJoin('projects as p', 'p.id', 'o.id').select(['o.id', 'o.total', 'c.name', 'p.title']).where('o.status', '=', 'open').orderBy('o.id'),
    byHand: (db) =>
      db
        .selectFrom('orders as o')
        .innerJoin('customers as c', 'c.id', 'o.customer_id')
        .leftJoin('projects as p', (join) => join.on('p.org_id', '=', t).onRef('p.id', '=', 'o.id'))
        .select(['o.id', 'o.total', 'c.name', 'p.title'])
        .where('o.tenant_id', '=', t)
        .where('c.tenant_id', '=', t)
        .where('o.status', '=', 'open')
        .orderBy('o.id'),
    bare: (db) => db.selectFrom('orders as o').innerJoin('customers as c', 'c.id', 'o.customer_id').leftJoin('projects as p', 'p.id', 'o.id').select(['o.id', 'o.total', 'c.name', 'p.title']).where('o.status', '=', 'open').orderBy('o.id'),
  },
  {
    name: 'exists and in',
    ours: (db) =>
      db
        .selectFrom('customers')
        .select('name')
        .where((eb) => eb.exists(eb.selectFrom('orders').select('orders.id').whereRef('orders.customer_id', '=', 'customers.id').where('orders.total', '>', 5)))
        .where('id', 'in', [1, 2, 3]),
    byHand: (db) =>
      db
        .selectFrom('customers')
        .select('name')
        .where('customers.tenant_id', '=', t)
        .where((eb) => eb.exists(eb.selectFrom('orders').select('orders.id').where('orders.tenant_id', '=', t).whereRef('orders.customer_id', '=', 'customers.id').where('orders.total', '>', 5)))
        .where('id', 'in', [1, 2, 3]),
    bare: (db) =>
      db
        .selectFrom('customers')
        .select('name')
        .where((eb) => eb.exists(eb.selectFrom('orders').select('orders.id').whereRef('orders.customer_id', '=', 'customers.id').where('orders.total', '>', 5)))
        .where('id', 'in', [1, 2, 3]),
  },
  {
    name: 'aggregate with group by',
    ours: (db) => db.selectFrom('orders').select((eb) => ['status', eb.fn.countAll<number>().as('n'), eb.fn.sum<number>('total').as('sum')]).groupBy('status').having((eb) => eb.fn.countAll(), '>', 1),
    byHand: (db) => db.selectFrom('orders').select((eb) => ['status', eb.fn.countAll<number>().as('n'), eb.fn.sum<number>('total').as('sum')]).where('orders.tenant_id', '=', t).groupBy('status').having((eb) => eb.fn.countAll(), '>', 1),
    bare: (db) => db.selectFrom('orders').select((eb) => ['status', eb.fn.countAll<number>().as('n'), eb.fn.sum<number>('total').as('sum')]).groupBy('status').having((eb) => eb.fn.countAll(), '>', 1),
  },
  {
    name: 'CTE',
    ours: (db) => db.with('big', (qc) => qc.selectFrom('orders').select(['id', 'customer_id', 'total']).where('total', '>', 100)).selectFrom('big').innerJoin('customers', 'customers.id', 'big.customer_id').select(['big.id', 'customers.name']),
    byHand: (db) =>
      db
        .with('big', (qc) => qc.selectFrom('orders').select(['id', 'customer_id', 'total']).where('orders.tenant_id', '=', t).where('total', '>', 100))
        .selectFrom('big')
        .innerJoin('customers', 'customers.id', 'big.customer_id')
        .select(['big.id', 'customers.name'])
        .where('customers.tenant_id', '=', t),
    bare: (db) => db.with('big', (qc) => qc.selectFrom('orders').select(['id', 'customer_id', 'total']).where('total', '>', 100)).selectFrom('big').innerJoin('customers', 'customers.id', 'big.customer_id').select(['big.id', 'customers.name']),
  },
  {
    name: 'raw fragment',
    ours: (db) => db.selectFrom('customers').select(['id', sql<string>`lower(${sql.ref('name')})`.as('lower')]).where(sql<boolean>`lower(name) = ${'x'}`),
    byHand: (db) => db.selectFrom('customers').select(['id', sql<string>`lower(${sql.ref('name')})`.as('lower')]).where('customers.tenant_id', '=', t).where(sql<boolean>`lower(name) = ${'x'}`),
    bare: (db) => db.selectFrom('customers').select(['id', sql<string>`lower(${sql.ref('name')})`.as('lower')]).where(sql<boolean>`lower(name) = ${'x'}`),
  },
  {
    name: 'insert',
    ours: (db) => db.insertInto('orders').values(row).returning('id'),
    byHand: (db) => db.insertInto('orders').values({ ...row, tenant_id: t }).returning('id'),
    bare: (db) => db.insertInto('orders').values(row as never).returning('id'),
  },
  {
    name: 'insert of 20 rows',
    ours: (db) => db.insertInto('orders').values(rows),
    byHand: (db) => db.insertInto('orders').values(rows.map((r) => ({ ...r, tenant_id: t }))),
    bare: (db) => db.insertInto('orders').values(rows as never),
  },
  {
    name: 'upsert',
    ours: (db) => db.insertInto('orders').values(row).onConflict((oc) => oc.columns(['id']).doUpdateSet((eb) => ({ total: eb.ref('excluded.total') }))).returning('id'),
    byHand: (db) =>
      db
        .insertInto('orders')
        .values({ ...row, tenant_id: t })
        .onConflict((oc) => oc.columns(['id', 'tenant_id']).doUpdateSet((eb) => ({ total: eb.ref('excluded.total') })).where('orders.tenant_id', '=', t))
        .returning('id'),
    bare: (db) => db.insertInto('orders').values(row as never).onConflict((oc) => oc.columns(['id']).doUpdateSet((eb) => ({ total: eb.ref('excluded.total') }))).returning('id'),
  },
  {
    name: 'update',
    ours: (db) => db.updateTable('orders').set({ status: 'done', total: 4 }).where('id', '=', 1).returning('id'),
    byHand: (db) => db.updateTable('orders').set({ status: 'done', total: 4 }).where('orders.tenant_id', '=', t).where('id', '=', 1).returning('id'),
    bare: (db) => db.updateTable('orders').set({ status: 'done', total: 4 }).where('id', '=', 1).returning('id'),
  },
  {
    name: 'delete',
    ours: (db) => db.deleteFrom('orders').where('id', '=', 1),
    byHand: (db) => db.deleteFrom('orders').where('orders.tenant_id', '=', t).where('id', '=', 1),
    bare: (db) => db.deleteFrom('orders').where('id', '=', 1),
  },
];
