import { rules } from '@tenantscope/core';
import { expect, it } from 'vitest';
import { inFunction, testRule } from '../../../test/lint/cases.ts';
import { lintWith } from '../../../test/lint/lint.ts';
import noUnprovenQuery from './rule.ts';

const rule = 'no-unproven-query';

/** One text for each of the causes that `tenantscope check` tells apart. */
const causes: readonly (readonly [cause: string, code: string, at: string, message: RegExp])[] = [
  ['unproven-fragment', inFunction('sql`select * from orders where tenant_id = ${a.tenantId} ${sql.raw(id)}`.execute(db)'), 'sql`select * from orders where tenant_id = ${a.tenantId} ${sql.raw(id)}`', /a part of the query cannot be read.*id is text that is only known at run time/],
  ['unproven-function', inFunction("pool.query('select recalculate_totals($1)', [a.tenantId])"), 'recalculate_totals($1)', /may read or write rows of other tenants/],
  ['unproven-predicate', inFunction("pool.query('select * from orders where lower(tenant_id::text) = lower($1)', [a.tenantId])"), 'lower(tenant_id::text)', /computed value/],
  ['unproven-value', inFunction("pool.query(\"select * from orders where tenant_id = '6f1c0d7e'\")"), 'orders', /the tenant is hard-coded/],
  ['unproven-table', inFunction("pool.query('select sum(hits) from metrics')"), 'metrics', /whose rows metrics holds is not known/],
  ['unproven-sql', inFunction("pool.query('selec 1')"), 'selec 1', /PostgreSQL cannot read it: syntax error/],
  ['unproven-column', inFunction("pool.query('select o.id from orders o, countries p, customers c where tenant_id = $1 and c.tenant_id = $1', [a.tenantId])"), 'tenant_id', /qualify it/],
  ['unproven-reference', inFunction("pool.query('insert into order_items (order_id, quantity) values ($1, 1)', [id])"), 'id', /may refer to a row of orders that belongs to another tenant/],
  ['unproven-statement', inFunction("pool.query('lock table orders')"), 'lock table orders', /LOCK holds back every tenant's work/],
  ['unproven-flow', "declare const filtered: <Q>(query: Q) => Q;\nexport const f = (a: AuthContext) => filtered(db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId)).execute();", "db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId)", /passed to filtered, which is not followed/],
];

testRule(
  rule,
  causes,
  [
    ['a proved query', inFunction("db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId).execute()")],
    ['a fragment of constants', inFunction("sql`select * from orders where tenant_id = ${a.tenantId} order by ${sql.ref('status')} ${sql.raw(id === 'x' ? 'asc' : 'desc')}`.execute(db)")],
    ['a pure function', inFunction("pool.query('select upper(status) from orders where tenant_id = $1', [a.tenantId])")],
    ['a query that leaks, which no-unscoped-query reports', inFunction("db.selectFrom('orders').selectAll().execute()")],
  ],
);

it('is shown each cause that is not proved', () => {
  const unproven = rules.filter((r) => r.id.startsWith('unproven-')).map((r) => r.id);
  expect(causes.map(([cause]) => cause).sort()).toEqual(unproven.sort());
});

it('suggests nothing: no edit is known to be right', async () => {
  expect(noUnprovenQuery.meta.hasSuggestions).toBeUndefined();
  expect(await lintWith(rule, causes[0]?.[1] ?? '')).toMatchObject([{ suggestions: [] }]);
});
