import { describe, expect, it } from 'vitest';
import { lintWith } from '../../../test/lint/lint.ts';

const rule = 'no-unscoped-query';

/** Name, code, the underlined text, a part of the message. */
const leaks: readonly (readonly [name: string, code: string, at: string, message: RegExp])[] = [
  ['no condition', "export const all = () => db.selectFrom('orders').selectAll().execute();", "'orders'", /^rows of orders that belong to other tenants reach the result: no condition ties/],
  ['one arm of an or', "export const f = (a: AuthContext) => db.selectFrom('orders').selectAll().where((eb) => eb.or([eb('tenant_id', '=', a.tenantId), eb('status', '=', 'x')])).execute();", "'orders'", /one branch of an OR/],
  ['a join', "export const f = (a: AuthContext) => db.selectFrom('orders as o').innerJoin('customers as c', 'c.id', 'o.customer_id').selectAll().where('o.tenant_id', '=', a.tenantId).execute();", "'customers as c'", /no condition ties c\.tenant_id/],
  ['SQL text', "export const f = (a: AuthContext) => pool.query('select * from orders o join customers c on c.id = o.customer_id where o.tenant_id = $1', [a.tenantId]);", 'customers c', /no condition ties c\.tenant_id/],
];

const fine: readonly (readonly [name: string, code: string])[] = [
  ['a trusted tenant', "export const f = (a: AuthContext) => db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId).execute();"],
  ['a shared table', "export const f = () => db.selectFrom('countries').selectAll().execute();"],
];

describe(rule, () => {
  it.each(leaks)('reports %s', async (_, code, at, message) => {
    const reports = await lintWith(rule, code);
    expect(reports.map((r) => r.at)).toEqual([at]);
    expect(reports[0]?.message).toMatch(message);
  });

  it.each(fine)('leaves %s alone', async (_, code) => {
    expect(await lintWith(rule, code)).toEqual([]);
  });
});
