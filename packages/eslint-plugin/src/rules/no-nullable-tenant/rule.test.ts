import { describe, expect, it } from 'vitest';
import { lint, lintWith } from '../../../test/lint/lint.ts';

const rule = 'no-nullable-tenant';

const parameters = 't: TenantId | undefined, n: TenantId | null, a: AuthContext, l: (TenantId | undefined)[], o: { tenant_id?: TenantId; status?: string }, r: { tenant_id: TenantId; status: string }';
const f = (body: string): string => `export const f = (${parameters}) => { void [t, n, a, l, o, r]; ${body} };`;
const query = (more: string): string => f(`return db.selectFrom('orders').selectAll()${more}.execute();`);
const nothing = /NULL is sent, which equals no tenant, and nothing is found/;
const everyone = /leaves the key out, the filter disappears, and the rows of every tenant are found/;

/** Name, code, the underlined text, a part of the message. */
const leaks: readonly (readonly [name: string, code: string, at: string, message: RegExp])[] = [
  ['where, undefined', query(".where('tenant_id', '=', t!)"), 't!', /`t!` may be undefined: NULL is sent/],
  ['where, null', query(".where('tenant_id', '=', n)"), 'n', /`n` may be null: NULL is sent/],
  ['where, of an alias', f("return db.selectFrom('orders as o').selectAll().where('o.tenant_id', '=', n).execute();"), 'n', nothing],
  ['where, of a table', query(".where('orders.tenant_id', '=', n)"), 'n', nothing],
  ['a list that may be undefined', query(".where('tenant_id', 'in', n && [n])"), 'n && [n]', nothing],
  ['elements that may be undefined', query(".where('tenant_id', 'in', l)"), 'l', nothing],
  ['an element of a list literal', query(".where('tenant_id', 'in', [a.tenantId, n])"), 'n', nothing],
  ['an operator that finds NULL', query(".where('tenant_id', 'is not distinct from', n)"), 'n', /asks for rows without a tenant/],
  ['is null', query(".where('tenant_id', 'is', null)"), 'null', /asks for rows without a tenant/],
  ['eb', query(".where((eb) => eb('tenant_id', '=', n))"), 'n', nothing],
  ['eb taken apart', query(".where(({ eb }) => eb('tenant_id', '=', n))"), 'n', nothing],
  ['eb under another name', query(".where(({ eb: is }) => is('tenant_id', '=', n))"), 'n', nothing],
  ['an arm of eb.or', query(".where((eb) => eb.or([eb('tenant_id', '=', a.tenantId), eb('tenant_id', '=', n)]))"), 'n', nothing],
  ['and of an expression', query(".where((eb) => eb('status', '=', 'x').and('tenant_id', '=', n))"), 'n', nothing],
  ['eb.val', query(".where((eb) => eb('tenant_id', '=', eb.val(n)))"), 'eb.val(n)', nothing],
  ['eb.and, undefined', query('.where((eb) => eb.and({ tenant_id: t }))'), 't', everyone],
  ['eb.and, null', query(".where((eb) => eb.and({ tenant_id: n! }))"), 'n!', /asks for `is null`, and the rows that belong to no tenant are found/],
  ['eb.and, shorthand', f("const tenant_id = t; return db.selectFrom('orders').selectAll().where((eb) => eb.and({ tenant_id })).execute();"), 'tenant_id', everyone],
  ['eb.and, qualified', query(".where((eb) => eb.and({ 'orders.tenant_id': t }))"), 't', everyone],
  ['eb.and taken apart', query('.where(({ and }) => and({ tenant_id: t }))'), 't', everyone],
  ['eb.and under another name', query('.where(({ and: every }) => every({ tenant_id: t }))'), 't', everyone],
  ['eb.and of what may be left out', query('.where((eb) => eb.and({ ...(t && { tenant_id: t }) }))'), '...(t && { tenant_id: t })', everyone],
  ['eb.and of one of two', query(".where((eb) => eb.and({ status: 'x', ...(t ? { tenant_id: t } : {}) }))"), '...(t ? { tenant_id: t } : {})', everyone],
  ['eb.and of a filter object', query('.where((eb) => eb.and(o))'), 'o', everyone],
  ['eb.and that spreads a filter object', query('.where((eb) => eb.and({ ...o }))'), '...o', everyone],
  ['eb.and, overridden', query('.where((eb) => eb.and({ tenant_id: a.tenantId, ...o }))'), '...o', everyone],
  ['values, undefined', f("return db.insertInto('orders').values({ tenant_id: t!, customer_id: '1', status: 'x', total: 1 }).execute();"), 't!', /leaves the column out, and the row is inserted without its tenant/],
  ['values, null', f("return db.insertInto('orders').values({ tenant_id: n!, customer_id: '1', status: 'x', total: 1 }).execute();"), 'n!', /the row then belongs to no tenant/],
  ['values, a list', f("return db.insertInto('products').values([{ tenant_id: a.tenantId, name: 'x' }, { tenant_id: n!, name: 'y' }]).execute();"), 'n!', /belongs to no tenant/],
  ['values, mapped', f("return db.insertInto('products').values(['x'].map((name) => ({ tenant_id: n!, name }))).execute();"), 'n!', /belongs to no tenant/],
  ['values, of a callback', f("return db.insertInto('products').values((eb) => ({ tenant_id: n!, name: eb.val('x') })).execute();"), 'n!', /belongs to no tenant/],
  ['values of what may be left out', f("return db.insertInto('products').values({ name: 'x', ...(t && { tenant_id: t }) } as never).execute();"), '...(t && { tenant_id: t })', /inserted without its tenant/],
  ['set', f("return db.updateTable('orders').set({ tenant_id: n! }).where('tenant_id', '=', a.tenantId).execute();"), 'n!', /taken from their tenant and belong to nobody/],
  ['set, of one column', f("return db.updateTable('orders').set('tenant_id', n!).where('tenant_id', '=', a.tenantId).execute();"), 'n!', /belong to nobody/],
  ['doUpdateSet', f("return db.insertInto('products').values({ tenant_id: a.tenantId, name: 'x' }).onConflict((c) => c.column('id').doUpdateSet({ tenant_id: t })).execute();"), 't', /keep the tenant they have/],
  ['a join', f("return db.selectFrom('orders as o').innerJoin('customers as c', (j) => j.onRef('c.id', '=', 'o.customer_id').on('c.tenant_id', '=', n)).selectAll('o').where('o.tenant_id', '=', a.tenantId).execute();"), 'n', nothing],
  ['an update', f("return db.updateTable('orders').set({ status: 'x' }).where('tenant_id', '=', n).execute();"), 'n', nothing],
  ['the tenant root', f("return db.selectFrom('tenants').selectAll().where('id', '=', n).execute();"), 'n', nothing],
  ['a builder that came from elsewhere', "export const f = (q: import('kysely').SelectQueryBuilder<import('./db.ts').DB, 'orders', object>, n: TenantId | null) => q.where('tenant_id', '=', n);", 'n', nothing],
  ['a camel-case name', "interface Camel { things: { tenantId: TenantId | null } } export const f = (q: import('kysely').Kysely<Camel>, n: TenantId | null) => q.selectFrom('things').selectAll().where('tenantId', '=', n).execute();", 'n', nothing],
  ['a type parameter', "export const f = <T extends TenantId | null>(n: T) => db.selectFrom('orders').selectAll().where('tenant_id', '=', n).execute();", 'n', nothing],
  ['an optional property', "export const f = (c: { tenant?: TenantId }) => db.selectFrom('orders').selectAll().where((eb) => eb.and({ tenant_id: c.tenant })).execute();", 'c.tenant', everyone],
  ['an optional chain', "export const f = (c?: AuthContext) => db.selectFrom('orders').selectAll().where((eb) => eb.and({ tenant_id: c?.tenantId })).execute();", 'c?.tenantId', everyone],
  ['scoped-kysely', "export const f = (s: import('scoped-kysely').ScopedKysely<import('./db.ts').DB>, n: TenantId | null) => s.selectFrom('orders').selectAll().where('tenant_id', '=', n).execute();", 'n', nothing],
];

const fine: readonly (readonly [name: string, code: string])[] = [
  ['a tenant', query(".where('tenant_id', '=', a.tenantId)")],
  ['a tenant that was checked', f("if (!t) return undefined; return db.selectFrom('orders').selectAll().where('tenant_id', '=', t).execute();")],
  ['a tenant checked for the filter', f("if (t === undefined) throw new Error('no tenant'); return db.selectFrom('orders').selectAll().where((eb) => eb.and({ tenant_id: t })).execute();")],
  ['a fallback', query(".where('tenant_id', '=', n ?? a.tenantId)")],
  ['another column', query(".where('note', '=', n)")],
  ['the id of another table', query(".where('id', '=', n)")],
  ['another column in a filter', query(".where((eb) => eb.and({ tenant_id: a.tenantId, note: n }))")],
  ['a tenant after the spread', query('.where((eb) => eb.and({ ...o, tenant_id: a.tenantId }))')],
  ['an object that always has it', query('.where((eb) => eb.and(r))')],
  ['either tenant', query('.where((eb) => eb.and({ ...(t ? { tenant_id: t } : { tenant_id: a.tenantId }) }))')],
  ['a patch that leaves it out', f("return db.updateTable('orders').set(o).where('tenant_id', '=', a.tenantId).execute();")],
  ['a row made elsewhere', f("return db.insertInto('products').values({ ...r, name: 'x' }).execute();")],
  ['a column of another table by the name', "interface Other { tenant_id: TenantId | null } export const f = (m: { where(c: string, o: string, v: Other['tenant_id']): void }, n: TenantId | null) => { m.where('tenant_id', '=', n); };"],
  ['a Map', "export const f = (n: TenantId | null) => { const m = new Map<string, TenantId | null>(); m.set('tenant_id', n); return m; };"],
  ['a FormData', "declare const form: { set(name: string, value: unknown): void; values(v: object): void; and(v: object): void }; export const f = (n: TenantId | null) => { form.set('tenant_id', n); form.values({ tenant_id: n }); form.and({ tenant_id: n }); };"],
  ['a function of the project', "declare const find: (filter: object) => void; export const f = (n: TenantId | null) => { find({ tenant_id: n }); };"],
  ['any', "export const f = (n: any) => db.selectFrom('orders').selectAll().where('tenant_id', '=', n).execute();"],
  ['a column that is compared', query(".whereRef('tenant_id', '=', 'customer_id')")],
  ['an expression', query(".where('tenant_id', '=', sql<TenantId>`current_setting('app.current_tenant')`)")],
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

  it('reads JavaScript', async () => {
    const code = `import { db } from './db.ts';\n/** @param {{ tenant?: import('./auth.ts').TenantId }} c */\nexport const f = (c) => db.selectFrom('orders').selectAll().where((eb) => eb.and({ tenant_id: c.tenant })).execute();\n`;
    expect(await lint(code, { [`tenantscope/${rule}`]: 'error' }, 'src/linted.js')).toMatchObject([{ at: 'c.tenant', message: expect.stringMatching(everyone) as string }]);
  });
});
