import { expect, it } from 'vitest';
import { inFunction, testRule } from '../../../test/lint/cases.ts';
import { lintWith } from '../../../test/lint/lint.ts';

const rule = 'no-unstamped-insert';

testRule(
  rule,
  [
    ['a row without its tenant', inFunction("db.insertInto('customers').values({ name: 'x' } as never).execute()"), "db.insertInto('customers').values({ name: 'x' } as never)", /^a row of customers is inserted without the trusted tenant in tenant_id: the row gives no value for tenant_id\.$/],
    ['undefined, which Kysely leaves out', inFunction("db.insertInto('customers').values({ name: 'x', tenant_id: undefined as never }).execute()"), "{ name: 'x', tenant_id: undefined as never }", /tenant_id is left to its default/],
    ['one of several rows', inFunction("db.insertInto('customers').values([{ name: 'x', tenant_id: a.tenantId }, { name: 'y' } as never]).execute()"), "[{ name: 'x', tenant_id: a.tenantId }, { name: 'y' } as never]", /left to its default/],
    ['the rows of a query', inFunction("db.insertInto('customers').columns(['name']).expression((eb) => eb.selectFrom('countries').select('name')).execute()"), "eb.selectFrom('countries')", /gives no value/],
    ['SQL text', inFunction("pool.query('insert into customers (name) values ($1)', [id])"), 'insert into customers (name) values ($1)', /gives no value/],
    ['DEFAULT', inFunction("pool.query('insert into customers (tenant_id, name) values (default, $1)', [id])"), 'default', /left to its default/],
    ['DEFAULT VALUES', inFunction("pool.query('insert into customers default values')"), 'insert into customers default values', /gives no value/],
    ['INSERT … SELECT', inFunction("pool.query('insert into customers (name) select name from countries')"), 'insert into customers (name) select name from countries', /gives no value/],
    ['a template', inFunction('sql`insert into customers (name) values (${id})`.execute(db)'), 'insert into customers (name) values (${id})', /gives no value/],
  ],
  [
    ['a stamped row', inFunction("db.insertInto('customers').values({ name: 'x', tenant_id: a.tenantId }).execute()")],
    ['stamped rows', inFunction("db.insertInto('customers').values(['x', 'y'].map((name) => ({ name, tenant_id: a.tenantId }))).execute()")],
    ['INSERT … SELECT of the tenant', inFunction("pool.query('insert into customers (tenant_id, name) select $1, name from countries', [a.tenantId])")],
    ['the setting of the session', inFunction("pool.query(\"insert into customers (tenant_id, name) values (current_setting('app.current_tenant'), $1)\", [id])")],
    ['another tenant, which no-untrusted-tenant reports', inFunction("db.insertInto('customers').values({ name: 'x', tenant_id: request.body['tenant'] as never }).execute()")],
  ],
);

it('reports an insert in a CTE', async () => {
  const reports = await lintWith(rule, inFunction("pool.query('with c as (insert into customers (name) values ($1) returning id) select id from c', [id])"));
  expect(reports).toMatchObject([{ message: expect.stringMatching(/gives no value for tenant_id/) as string }]);
});

it('suggests nothing where the row is not written here', async () => {
  expect(await lintWith(rule, "export const f = (a: AuthContext, row: { name: string }) => [a, db.insertInto('customers').values(row as never).execute()];")).toMatchObject([{ suggestions: [] }]);
});
