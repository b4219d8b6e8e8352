import { type Pool, type PoolClient } from 'pg';
import { type Auth } from './auth/tenant.ts';

export async function list(pool: Pool, auth: Auth, status: string) {
  const { rows } = await pool.query<{ id: string }>('select id from orders where tenant_id = $1 and status = $2', [auth.tenantId, status]);
  return rows;
}

export async function named(pool: Pool, auth: Auth, name: string) {
  const { rows } = await pool.query<{ id: string }>({ text: 'select id from customers where name = $1 and tenant_id = $2', values: [name, auth.tenantId] });
  return rows;
}

export async function find(client: PoolClient, auth: Auth, id: string) {
  const { rows } = await client.query<{ id: string }>(`select id, total from orders where id = $1 and tenant_id = $2`, [id, auth.tenantId]);
  return rows[0];
}

export async function every(client: PoolClient, id: string, status: string) {
  const { rows } = await client.query<{ id: string }>(`select id, total from orders where id = $1 and status = $2`, [id, status]);
  return rows[0];
}

export async function close(pool: Pool, auth: Auth, id: string) {
  await pool.query(`update orders set status = 'closed' where id = $1 and tenant_id = $2`, [id, auth.tenantId]);
}

export async function remove(pool: Pool, auth: Auth, id: string) {
  await pool.query('delete from tags where tenant_id = $2 and id = $1', [id, auth.tenantId]);
}

export async function joined(pool: Pool, auth: Auth, status: string) {
  const { rows } = await pool.query<{ name: string }>(
    `select c.name from orders o join customers c on c.id = o.customer_id and c.tenant_id = o.tenant_id where o.tenant_id = $1 and o.status = $2`,
    [auth.tenantId, status],
  );
  return rows;
}

export async function save(pool: Pool, auth: Auth, id: string, label: string) {
  await pool.query(`insert into tags (id, tenant_id, label) values ($1, $2, $3) on conflict (tenant_id, label) do update set label = excluded.label`, [id, auth.tenantId, label]);
}
