import { sql } from 'kysely';
import { type Auth } from './auth/tenant.ts';
import { type Database } from './database.ts';

export async function revenue(db: Database, auth: Auth) {
  const { rows } = await sql<{ cents: string }>`select sum(total) as cents from orders where tenant_id = ${auth.tenantId} and status = 'paid'`.execute(db);
  return rows;
}

export async function best(db: Database, auth: Auth, limit: number) {
  const { rows } = await sql<{ id: string }>`
    with mine as (select id, customer_id, total from orders where tenant_id = ${auth.tenantId})
    select m.id from mine m order by m.total desc limit ${limit}
  `.execute(db);
  return rows;
}

export async function all(db: Database, status: string) {
  const { rows } = await sql<{ id: string }>`select id from orders where status = ${status}`.execute(db);
  return rows;
}

export async function rename(db: Database, auth: Auth, id: string, name: string) {
  await sql`update customers set name = ${name} where id = ${id} and tenant_id = ${auth.tenantId}`.execute(db);
}

export async function copy(db: Database, auth: Auth, from: string, to: string) {
  await sql`insert into tags (id, tenant_id, label) select ${to}, ${auth.tenantId}, t.label from tags t where t.tenant_id = ${auth.tenantId} and t.id = ${from}`.execute(db);
}
