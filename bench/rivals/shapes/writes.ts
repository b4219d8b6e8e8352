import { attack, shape, type Shape } from '../shape.ts';

export const writes = [
  shape('update', ({ db }) => db.updateTable('orders').set({ status: 'held' }).where('id', '=', 1).returning(['id', 'total']).execute()),
  shape('update … from', ({ db }) => db.updateTable('orders').from('customers as c').set((eb) => ({ status: eb.ref('c.name') })).whereRef('c.id', '=', 'orders.customer_id').where('orders.id', '=', 5).returning('orders.id').execute()),
  shape('delete', ({ db }) => db.deleteFrom('orders').where('id', '=', 1).returning(['id', 'total']).execute()),
  shape('delete … using', ({ db }) => db.deleteFrom('orders').using('customers as c').whereRef('c.id', '=', 'orders.customer_id').where('c.country', '=', 'fr').returning('orders.id').execute()),
  attack('update sets tenant_id to b', ({ db }) => db.updateTable('accounts').set({ tenant_id: 'b' }).where('id', '=', 11).execute()),
  shape('update in a CTE', ({ db }) => db.with('held', (qc) => qc.updateTable('orders').set({ status: 'held' }).where('status', '=', 'open').returning(['id'])).selectFrom('held').select('id').execute()),
];

export const inserts: readonly Shape[] = [
  shape('insert without tenant', ({ db }) => db.insertInto('orders').values({ id: 50, status: 'new', total: 1 }).returning('id').execute()),
  attack('insert with tenant b', ({ db }) => db.insertInto('orders').values({ tenant_id: 'b', id: 50, status: 'new', total: 1 }).execute()),
  shape('insert of rows of mixed shapes', ({ db, own }) => db.insertInto('orders').values([{ ...own, id: 50, status: 'new', total: 1 }, { ...own, id: 51, status: 'new' }, { ...own, id: 52, customer_id: 1, status: 'new' }]).execute()),
  shape('insert … select', ({ db, own }) =>
    own.tenant_id === undefined
      ? db.insertInto('customers').columns(['id', 'name']).expression((eb) => eb.selectFrom('orders').select((e) => [e('id', '+', 100).as('id'), 'status'])).execute()
      : db.insertInto('customers').columns(['tenant_id', 'id', 'name']).expression((eb) => eb.selectFrom('orders').select((e) => ['tenant_id', e('id', '+', 100).as('id'), 'status'])).execute()),
  shape('on conflict do update, key of the tenant', ({ db, own }) =>
    db.insertInto('orders').values({ ...own, id: 1, status: 'new', total: 7 }).onConflict((oc) => oc.columns(['tenant_id', 'id']).doUpdateSet({ total: 7 })).returning(['id', 'status', 'total']).execute()),
  { ...attack("on conflict do update, b's key", ({ db, own }) =>
    db.insertInto('accounts').values({ ...own, id: 21, email: 'new', balance: 7 }).onConflict((oc) => oc.column('id').doUpdateSet({ email: 'new' })).returning(['id', 'balance']).execute()), collides: true },
  shape('on conflict do nothing', ({ db, own }) => db.insertInto('orders').values({ ...own, id: 1, status: 'new', total: 7 }).onConflict((oc) => oc.doNothing()).execute()),
  { ...attack("on conflict do nothing, b's key", ({ db, own }) => db.insertInto('accounts').values({ ...own, id: 21, email: 'new', balance: 7 }).onConflict((oc) => oc.doNothing()).returning('id').execute()), collides: true },
];

/** The sources are such that no row of the target meets two of them, whoever's they are. */
export const merges = [
  shape('merge … delete', ({ db }) => db.mergeInto('customers').using('countries', 'countries.code', 'customers.country').whenMatched().thenDelete().executeTakeFirstOrThrow()),
  shape('merge … update', ({ db }) => db.mergeInto('customers as c').using('countries as k', 'k.code', 'c.country').whenMatchedAnd('c.id', '<', 9).thenUpdateSet((eb) => ({ name: eb.ref('k.name') })).executeTakeFirstOrThrow()),
  shape('merge … insert', ({ db, own }) =>
    db.mergeInto('customers').using('accounts', 'accounts.id', 'customers.id').whenNotMatched().thenInsertValues((eb) => ({ ...own, id: eb.ref('accounts.id'), name: 'new' })).executeTakeFirstOrThrow()),
  shape('merge … when not matched by source', ({ db }) =>
    db.mergeInto('customers').using('countries', 'countries.code', 'customers.country').whenMatched().thenUpdateSet({ name: 'kept' }).whenNotMatchedBySource().thenDelete().executeTakeFirstOrThrow()),
];
