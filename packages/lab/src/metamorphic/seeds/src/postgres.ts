import { type Sql } from 'postgres';
import { type Auth } from './auth/tenant.ts';

export async function list(sql: Sql, auth: Auth, status: string) {
  return await sql<{ id: string }[]>`select id from orders where tenant_id = ${auth.tenantId} and status = ${status}`;
}

export async function joined(sql: Sql, auth: Auth) {
  return await sql<{ name: string }[]>`
    select c.name from orders o join customers c on c.id = o.customer_id and c.tenant_id = o.tenant_id where o.tenant_id = ${auth.tenantId}
  `;
}

export async function all(sql: Sql, status: string) {
  return await sql<{ id: string }[]>`select id from orders where status = ${status}`;
}

export async function close(sql: Sql, auth: Auth, id: string) {
  await sql`update orders set status = 'closed' where id = ${id} and tenant_id = ${auth.tenantId}`;
}

export async function remove(sql: Sql, auth: Auth, id: string) {
  await sql`delete from tags where id = ${id} and tenant_id = ${auth.tenantId}`;
}

export async function optional(sql: Sql, auth: Auth, status: string | undefined) {
  return await sql<{ id: string }[]>`select id from orders where tenant_id = ${auth.tenantId} ${status === undefined ? sql`` : sql`and status = ${status}`}`;
}

export async function save(sql: Sql, auth: Auth, id: string, label: string) {
  await sql`insert into tags (id, tenant_id, label) values (${id}, ${auth.tenantId}, ${label}) on conflict (tenant_id, label) do update set label = excluded.label`;
}
