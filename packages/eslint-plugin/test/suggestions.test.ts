import { describe, expect, it } from 'vitest';
import { lint } from './lint/lint.ts';

/** Name, code with a leak, and a part of each suggestion's result, in order. */
const mended: readonly (readonly [name: string, code: string, parts: readonly string[]])[] = [
  ['a builder', "export const f = (auth: AuthContext) => db.selectFrom('orders').selectAll().execute();", ["selectFrom('orders').where('tenant_id', '=', auth.tenantId).selectAll()"]],
  ['an alias', "export const f = (auth: AuthContext) => db.selectFrom('orders as o').selectAll().execute();", [".where('o.tenant_id', '=', auth.tenantId)"]],
  [
    'a chain over lines',
    "export const f = (tenantId: TenantId) =>\n  db\n    .selectFrom('orders')\n    .selectAll()\n    .execute();",
    ["    .selectFrom('orders')\n    .where('tenant_id', '=', tenantId)\n    .selectAll()"],
  ],
  ['an update', "export const f = (auth: AuthContext, id: string) => db.updateTable('orders').set({ status: 'x' }).where('id', '=', id).execute();", ["updateTable('orders').where('tenant_id', '=', auth.tenantId)"]],
  ['a delete', "export const f = (auth: AuthContext, id: string) => db.deleteFrom('orders').where('id', '=', id).execute();", ["deleteFrom('orders').where('tenant_id', '=', auth.tenantId)"]],
  [
    'an inner join',
    "export const f = (auth: AuthContext) => db.selectFrom('orders as o').innerJoin('customers as c', 'c.id', 'o.customer_id').selectAll().where('o.tenant_id', '=', auth.tenantId).execute();",
    ["innerJoin('customers as c', (join) => join.onRef('c.id', '=', 'o.customer_id').onRef('c.tenant_id', '=', 'o.tenant_id'))", ".where('c.tenant_id', '=', auth.tenantId)"],
  ],
  [
    'a left join',
    "export const f = (auth: AuthContext) => db.selectFrom('orders as o').leftJoin('customers as c', 'c.id', 'o.customer_id').selectAll('o').select('c.name').where('o.tenant_id', '=', auth.tenantId).execute();",
    [".onRef('c.tenant_id', '=', 'o.tenant_id')"],
  ],
  ['the result of a source', "export const f = async (request: Request) => {\n  const tenant = requireTenant(request);\n  return [tenant, await db.selectFrom('orders').selectAll().execute()];\n};", [".where('tenant_id', '=', tenant)"]],
  ['SQL text', "export const f = (auth: AuthContext) => pool.query('select * from orders where status = $1', ['open']);", ["where status = $1 and orders.tenant_id = $2', ['open', auth.tenantId])"]],
  ['SQL text without values', "export const f = (auth: AuthContext) => pool.query('select * from orders o');", ["'select * from orders o where o.tenant_id = $1', [auth.tenantId])"]],
  ['SQL text with an or', "export const f = (auth: AuthContext) => pool.query(\"select * from orders where status = 'a' or status = 'b'\");", ["where (status = 'a' or status = 'b') and orders.tenant_id = $1"]],
  ['a template', "export const f = (auth: AuthContext, id: string) => sql`select * from orders where id = ${id}`.execute(db);", ['where id = ${id} and orders.tenant_id = ${auth.tenantId}`']],
  ['a sub-query, inside its LIMIT', "export const f = (auth: AuthContext) => db.selectFrom((eb) => eb.selectFrom('orders').selectAll().limit(3).as('o')).selectAll().where('o.tenant_id', '=', auth.tenantId).execute();", ["eb.selectFrom('orders').where('tenant_id', '=', auth.tenantId).selectAll().limit(3)"]],
  ['an insert', "export const f = (auth: AuthContext, input: { customer_id: string; status: string; total: number }) => db.insertInto('orders').values({ ...input, note: null } as never).execute();", []],
  [
    'rows that lack the tenant',
    "export const f = (auth: AuthContext, input: { customer_id: string; status: string; total: number }) => db.insertInto('orders').values({ ...input, note: null, tenant_id: undefined as never }).execute();",
    ['{ ...input, note: null, tenant_id: auth.tenantId }'],
  ],
];

const rules = { 'tenantscope/no-unscoped-query': 'error', 'tenantscope/no-unstamped-insert': 'error', 'tenantscope/no-unproven-query': 'error' } as const;

describe('suggestions', () => {
  it.each(mended)('mends %s', async (_, code, parts) => {
    const outputs = (await lint(code, rules)).flatMap((r) => r.suggestions.map((s) => s.output));
    expect(outputs).toHaveLength(parts.length);
    parts.forEach((part, i) => { expect(outputs[i]).toContain(part); });
    // Applied, the whole text is proved.
    for (const output of outputs) expect(await lint(output, rules)).toEqual([]);
  });

  it.each([
    ['nothing that is trusted is in scope', "export const f = (tenant: string) => [tenant, db.selectFrom('orders').selectAll().execute()];"],
    ['the value is shadowed by another', "export const f = (tenantId: TenantId) => ['x'].map((tenantId) => [tenantId, db.selectFrom('orders').selectAll().execute()]);"],
    ['a loop declares the name anew', "export const f = async (request: Request) => { const tenantId = requireTenant(request); for (let tenantId = 0; tenantId < 3; tenantId++) await db.selectFrom('orders').selectAll().execute(); return tenantId; };"],
    ['the block declares the name later', "export const f = async (request: Request) => { const tenantId = requireTenant(request); void tenantId; { const rows = await db.selectFrom('orders').selectAll().execute(); const tenantId = rows.length; void tenantId; } };"],
    ['the source gives a promise', "export const f = async (request: Request) => { const tenant = Promise.resolve(requireTenant(request)); return [tenant, await db.selectFrom('orders').selectAll().execute()]; };"],
    ['the variable has no value yet', "export const f = async (request: Request) => { let tenantId: TenantId; const rows = await db.selectFrom('orders').selectAll().execute(); tenantId = requireTenant(request); return [rows, tenantId]; };"],
    ['this is the class', "export class Repository { constructor(private readonly tenantId: TenantId) {} own() { return this.tenantId; } static all() { return db.selectFrom('orders').selectAll().execute(); } }"],
    ['the member is private', "class Repository { constructor(private readonly tenantId: TenantId) {} own() { return this.tenantId; } } export const f = (repository: Repository) => [repository, db.selectFrom('orders').selectAll().execute()];"],
    ['the field has no value yet', "export class Repository { readonly rows = db.selectFrom('orders').selectAll().execute(); constructor(readonly tenantId: TenantId) {} }"],
    ['the function may be called before the value is there', "export function f(request: Request) { if (request.body['x']) return run(); const tenantId = requireTenant(request); function run() { return db.selectFrom('orders').selectAll().execute(); } return [tenantId, run()]; }"],
    ['it would make a left join an inner one', "export const f = (auth: AuthContext) => pool.query('select o.id, c.name from orders o left join customers c on c.id = o.customer_id where o.tenant_id = $1', [auth.tenantId]);"],
    ['it would make a right join an inner one', "export const f = (auth: AuthContext) => pool.query('select count(c.id) from customers c right join orders o on c.id = o.customer_id where o.tenant_id = $1', [auth.tenantId]);"],
    ['a raw condition beside it would undo it', "export const f = (auth: AuthContext) => db.selectFrom('orders').selectAll().where(sql<boolean>`status = 'a' or status = 'b'`).execute();"],
  ] as const)('offers nothing unproved where %s', async (_, code) => {
    expect((await lint(code, rules)).flatMap((r) => r.suggestions)).toEqual([]);
  });
});
