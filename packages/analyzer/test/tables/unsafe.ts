import type { Case } from '../cases.ts';

const f = (body: string): string => `export async function f(sql: postgres.Sql, a: Auth, req: Request, late: boolean) { ${body} }`;

/** `sql.unsafe` of postgres.js: a query by itself, text inside a template. */
export const unsafe: readonly Case[] = [
  { name: 'an OR in the text', code: f("return sql`select * from o where tenant_id = ${a.tenantId} and ${sql.unsafe('total = 1 or total = 2')}`;"), verdict: 'unscoped', why: 'the text gets no parentheses' },
  { name: 'columns', code: f("return sql`select ${sql.unsafe('id, total')} from o where tenant_id = ${a.tenantId}`;"), verdict: 'scoped', why: 'the text is part of the query, and none by itself' },
  { name: 'columns and no tenant', code: f("return sql`select ${sql.unsafe('id, total')} from o`;"), verdict: 'unscoped', why: 'no tenant' },
  { name: 'a variable', code: f("const columns = sql.unsafe('id, total'); return sql`select ${columns} from o where tenant_id = ${a.tenantId}`;"), verdict: 'scoped', why: 'the text is part of the query' },
  { name: 'one of two', code: f("const more = late ? sql.unsafe('and total > 1') : sql.unsafe('or total > 1'); return sql`select * from o where tenant_id = ${a.tenantId} ${more}`;"), verdict: 'unscoped', why: 'the other one undoes the tenant' },
  { name: 'text of the client', code: f('return sql`select ${sql.unsafe(req.body.columns)} from o where tenant_id = ${a.tenantId}`;'), verdict: 'unproven', why: 'it may say anything' },
  { name: 'with values of its own', code: f("return sql`select * from o where ${sql.unsafe('tenant_id = $1', [a.tenantId])}`;"), verdict: 'unproven', why: 'its values are not sent' },
  { name: 'awaited', code: f("return await sql.unsafe('select * from o where tenant_id = $1', [a.tenantId]);"), verdict: 'scoped', why: 'the tenant is bound' },
  { name: 'awaited, without a tenant', code: f("const q = sql.unsafe('select * from o'); await q;"), verdict: 'unscoped', why: 'no tenant' },
  { name: 'returned', code: f("return sql.unsafe('select * from o');"), verdict: 'unscoped', why: 'somebody awaits it' },
  { name: 'as values', code: f("return await sql.unsafe('select * from o').values();"), verdict: 'unscoped', why: 'no tenant' },
  { name: 'with then', code: f("void sql.unsafe('select * from o').then(console.log);"), verdict: 'unscoped', why: 'no tenant' },
  { name: 'together', code: f("await Promise.all([sql.unsafe('select * from o'), sql`select * from o where tenant_id = ${a.tenantId}`]);"), verdict: 'unscoped', why: 'no tenant' },
  { name: 'handed on', code: f("send(sql.unsafe('select * from o')); declare function send(x: unknown): void;"), verdict: 'unscoped', why: 'somebody may await it' },
  { name: 'in a transaction', code: f("await sql.begin((tx) => tx.unsafe('select * from o'));"), verdict: 'unscoped', why: 'no tenant' },
  { name: 'kept in an object', code: f("const x = { q: sql.unsafe('select * from o') }; return x;"), verdict: 'unscoped', why: 'somebody may await it' },
  { name: 'never sent', code: f("sql.unsafe('select * from o');"), verdict: 'unproven', why: 'nobody was seen to send it' },
];
