import { sql } from 'kysely';
import { type Auth } from './auth/tenant.ts';
import { type Database, ordersIn, ordersOf, ownedBy } from './database.ts';

export async function open(db: Database, auth: Auth) {
  return await ordersOf(db, auth.tenantId).select(['id', 'total']).where('status', '=', 'open').execute();
}

export async function late(db: Database, auth: Auth, status: string) {
  return await db.selectFrom('orders').select('id').$call(ordersIn(auth.tenantId)).where('status', '=', status).execute();
}

export async function totals(db: Database, auth: Auth) {
  return await db.selectFrom('orders').select((eb) => eb.fn.sum<string>('total').as('cents')).where(ownedBy('orders', auth.tenantId)).executeTakeFirst();
}

export async function withCustomers(db: Database, auth: Auth, status: string) {
  return await db
    .selectFrom('orders as o')
    .innerJoin('customers as c', (join) => join.onRef('c.id', '=', 'o.customer_id').onRef('c.tenant_id', '=', 'o.tenant_id'))
    .select(['o.id', 'c.name'])
    .where('o.tenant_id', '=', auth.tenantId)
    .where('o.status', '=', status)
    .execute();
}

export async function matching(db: Database, auth: Auth, text: string) {
  return await db
    .selectFrom('customers')
    .select(['id', 'name'])
    .where('tenant_id', '=', auth.tenantId)
    .where(sql<boolean>`(name ilike ${text} or email ilike ${text})`)
    .execute();
}

export async function everybody(db: Database, text: string) {
  return await db.selectFrom('customers').select(['id', 'name']).where('name', '=', text).where('email', '=', text).execute();
}

export async function save(db: Database, auth: Auth, id: string, email: string, name: string) {
  await db
    .insertInto('customers')
    .values({ id, tenant_id: auth.tenantId, email, name })
    .onConflict((oc) => oc.column('id').doUpdateSet({ name }).where('customers.tenant_id', '=', auth.tenantId))
    .execute();
}

export async function label(db: Database, auth: Auth, id: string, text: string) {
  await db
    .insertInto('tags')
    .values({ id, tenant_id: auth.tenantId, label: text })
    .onConflict((oc) => oc.columns(['tenant_id', 'label']).doUpdateSet({ label: text }))
    .execute();
}

export async function put(db: Database, auth: Auth, id: string, total: number) {
  await db
    .insertInto('orders')
    .values({ id, tenant_id: auth.tenantId, customer_id: id, status: 'open', total })
    .onConflict((oc) => oc.column('id').doUpdateSet({ total }).where('orders.tenant_id', '=', auth.tenantId))
    .execute();
}

export async function close(db: Database, auth: Auth, id: string) {
  await db.updateTable('orders').set({ status: 'closed' }).where('id', '=', id).where('tenant_id', '=', auth.tenantId).execute();
}

export async function drop(db: Database, auth: Auth, id: string) {
  await db.deleteFrom('tags').where('tags.id', '=', id).where('tags.tenant_id', '=', auth.tenantId).execute();
}

export class OrderStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async recent(auth: Auth, limit: number) {
    const query = this.db.selectFrom('orders').selectAll().where('tenant_id', '=', auth.tenantId);
    return await query.orderBy('total').limit(limit).execute();
  }

  async count(auth: Auth) {
    return await ordersOf(this.db, auth.tenantId).select((eb) => eb.fn.countAll<string>().as('n')).executeTakeFirstOrThrow();
  }

  async paid(auth: Auth) {
    return await ordersOf(this.db, auth.tenantId).select('id').where(ownedBy('orders', auth.tenantId)).where('status', '=', 'paid').execute();
  }
}
