import { inFunction, testRule } from '../../../test/lint/cases.ts';

testRule(
  'no-shared-write',
  [
    ['an update', inFunction("db.updateTable('countries').set({ name: id }).where('code', '=', 'de').execute()"), "'countries'", /^rows of countries, which every tenant reads, are written on behalf of one tenant: countries is declared shared\.$/],
    ['an insert', inFunction("db.insertInto('countries').values({ code: 'x', name: id }).execute()"), "'countries'", /are written/],
    ['a delete', inFunction("db.deleteFrom('countries').where('code', '=', 'de').execute()"), "'countries'", /are written/],
    ['SQL text', inFunction("pool.query('update countries set name = $1 where code = $2', [id, 'de'])"), 'countries', /are written/],
    ['a template', inFunction('sql`delete from countries where code = ${id}`.execute(db)'), 'countries', /are written/],
    ['a CTE that writes', inFunction("pool.query('with gone as (delete from countries where code = $2 returning name) select id from orders where tenant_id = $1', [a.tenantId, id])"), 'countries', /are written/],
    ['TRUNCATE', inFunction("pool.query('truncate countries')"), 'countries', /are removed on behalf of one tenant/],
  ],
  [
    ['a read', inFunction("db.selectFrom('countries').selectAll().execute()")],
    ['a join', inFunction("pool.query('select o.id, c.name from orders o, countries c where o.tenant_id = $1', [a.tenantId])")],
    ['an update from it', inFunction("pool.query('update customers set name = c.name from countries c where customers.tenant_id = $1', [a.tenantId])")],
    ['a write to the tenant’s rows', inFunction("db.updateTable('orders').set({ status: 'x' }).where('tenant_id', '=', a.tenantId).execute()")],
  ],
);
