import { inFunction, testRule } from '../../../test/lint/cases.ts';

const own = "where('tenant_id', '=', a.tenantId)";

testRule(
  'no-tenant-reassignment',
  [
    ['a value of the request', inFunction(`db.updateTable('orders').set({ tenant_id: request.body['tenant'] as never }).${own}.execute()`), "request.body['tenant'] as never", /^rows of orders are moved to another tenant: its value is .*chosen by the request/],
    ['null', inFunction(`db.updateTable('orders').set('tenant_id', null as never).${own}.execute()`), "db.updateTable('orders').set('tenant_id', null as never)", /not known to be the row’s own tenant/],
    ['SQL text', inFunction("pool.query('update orders set status = $3, tenant_id = $2 where tenant_id = $1', [a.tenantId, request.query['t'], id])"), 'tenant_id', /chosen by the request/],
    ['NULL', inFunction("pool.query('update orders set tenant_id = null where tenant_id = $1', [a.tenantId])"), 'tenant_id', /not known to be/],
    ['DEFAULT', inFunction("pool.query('update orders set tenant_id = default where tenant_id = $1', [a.tenantId])"), 'tenant_id', /not known to be/],
    ['the tenant of another row', inFunction("pool.query('update orders o set tenant_id = c.tenant_id from customers c where o.tenant_id = $1', [a.tenantId])"), 'tenant_id', /not known to be/],
    ['a sub-query', inFunction("pool.query('update orders set tenant_id = (select id from tenants limit 1) where tenant_id = $1', [a.tenantId])"), 'tenant_id', /not known to be/],
    ['an upsert that copies what is excluded', inFunction("pool.query('insert into orders (id, tenant_id) values ($1, $2) on conflict (id) do update set tenant_id = excluded.tenant_id', [id, a.tenantId])"), 'tenant_id', /moved to another tenant/],
    ['a template', inFunction("sql`update orders set tenant_id = ${request.query['t']} where tenant_id = ${a.tenantId}`.execute(db)"), 'tenant_id', /chosen by the request/],
  ],
  [
    ['an update of other columns', inFunction(`db.updateTable('orders').set({ status: 'x' }).${own}.execute()`)],
    ['the own tenant', inFunction(`db.updateTable('orders').set({ tenant_id: a.tenantId, status: 'x' }).${own}.execute()`)],
    ['the same column', inFunction("pool.query('update orders set tenant_id = tenant_id where tenant_id = $1', [a.tenantId])")],
    ['an upsert that changes own rows only', inFunction("pool.query('insert into orders (id, tenant_id) values ($1, $2) on conflict (id) do update set tenant_id = excluded.tenant_id where orders.tenant_id = $2', [id, a.tenantId])")],
    ['a value of unknown origin, which no-unproven-query reports', inFunction("pool.query('update orders set tenant_id = $2 where tenant_id = $1', [a.tenantId, id])")],
  ],
);
