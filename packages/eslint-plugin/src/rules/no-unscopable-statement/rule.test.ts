import { lintWith } from '../../../test/lint/lint.ts';
import { inFunction, testRule } from '../../../test/lint/cases.ts';
import { expect, it } from 'vitest';

const rule = 'no-unscopable-statement';

testRule(
  rule,
  [
    ['TRUNCATE', inFunction("pool.query('truncate orders')"), 'orders', /^TRUNCATE removes the rows of orders of every tenant: no predicate can restrict this statement\.$/],
    ['TRUNCATE in a template', inFunction("sql`truncate ${sql.table('orders')}`.execute(db)"), "sql`truncate ${sql.table('orders')}`", /TRUNCATE/],
    ['COPY of a table', inFunction("pool.query('copy orders to stdout')"), 'orders', /^COPY reads the rows of orders of every tenant/],
  ],
  [
    ['DELETE', inFunction("pool.query('delete from orders where tenant_id = $1', [a.tenantId])")],
    ['what is not decided, which no-unproven-query reports', inFunction("pool.query('vacuum orders')")],
    ['TRUNCATE of a shared table, which no-shared-write reports', inFunction("pool.query('truncate countries')")],
  ],
);

it('reports each table of a TRUNCATE', async () => {
  expect((await lintWith(rule, inFunction("pool.query('truncate orders, customers')"))).map((r) => r.at)).toEqual(['orders', 'customers']);
});
