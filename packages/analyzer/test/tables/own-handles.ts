import type { Case } from '../cases.ts';

const querier = `interface Querier { query(text: string, values?: unknown[]): Promise<QueryResult> }`;
const client = `interface Sql { <T = any>(strings: TemplateStringsArray, ...values: unknown[]): Promise<T[]>; unsafe(text: string, values?: unknown[]): Promise<any[]>; begin<T>(work: (sql: Sql) => Promise<T>): Promise<T> }`;
const own = `where tenant_id = $1', [a.tenantId]`;

/** Handles under types that a project has written down itself: none of their queries may be passed over. */
export const ownHandles: readonly Case[] = [
  { name: 'pg: an interface that gives a QueryResult, unscoped', code: `${querier} export async function f(q: Querier) { return q.query('select * from o'); }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'pg: an interface that gives a QueryResult, scoped', code: `${querier} export async function f(q: Querier, a: Auth) { return q.query('select * from o ${own}); }`, verdict: 'scoped', why: 'the tenant is bound' },
  { name: 'pg: Pick of a client, unscoped', code: `export async function f(q: Pick<PoolClient, 'query'>) { return q.query('select * from o'); }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'pg: Pick of a client, scoped', code: `export async function f(q: Pick<PoolClient, 'query'>, a: Auth) { return q.query('select * from o ${own}); }`, verdict: 'scoped', why: 'the tenant is bound' },
  { name: 'pg: an interface that may be missing', code: `${querier} export async function f(q?: Querier) { return q?.query('select * from o'); }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'pg: an interface that a mock implements', code: `${querier} export class Mock implements Querier { async query(): Promise<QueryResult> { return { rows: [] } as any; } } export async function f(q: Querier) { return q.query('select * from o'); }`, verdict: 'unscoped', why: 'a pool may be behind it as well' },
  { name: 'an interface that only a mock implements', code: `interface Own { query(text: string): Promise<unknown[]> } export class Mock implements Own { async query() { return []; } } export async function f(q: Own) { return q.query('select * from o'); }`, verdict: 'unproven', why: 'a database may be behind it as well' },
  { name: 'an interface that a class implements', code: `interface Own { query(text: string, values: unknown[]): Promise<unknown> } export class Real implements Own { constructor(private readonly pool: Pool) {} query(text: string, values: unknown[]) { return this.pool.query(text, values); } } export async function f(q: Own, a: Auth) { return q.query('select * from o ${own}); }`, verdict: 'scoped', why: 'the class is followed' },
  { name: 'pg: an interface that an object implements', code: `${querier} export async function f(pool: Pool, a: Auth) { const q: Querier = { query: (text, values) => pool.query(text, values) }; return q.query('select * from o ${own}); }`, verdict: 'scoped', why: 'the object is followed' },
  { name: 'pg: an object that drops the condition', code: `${querier} export async function f(pool: Pool, a: Auth) { const q: Querier = { query: () => pool.query('select * from o') }; return q.query('select * from o ${own}); }`, verdict: 'unscoped', why: 'the object is followed' },
  { name: 'pg: a field of an interface', code: `${querier} export class S { constructor(private readonly q: Querier) {} all() { return this.q.query('select * from o'); } }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'an interface with rows of its own', code: `export async function f(q: { query(text: string): Promise<{ rows: unknown[] }> }) { return q.query('select * from o'); }`, verdict: 'unproven', why: 'nobody knows who sends it' },
  { name: 'an interface with rows of its own, text in a variable', code: `export async function f(q: { query(text: string): Promise<unknown> }) { const text = 'select * from o'; return q.query(text); }`, verdict: 'unproven', why: 'nobody knows who sends it' },
  { name: 'an interface that calls back', code: `export async function f(q: { query(text: string, done: (rows: unknown[]) => void): void }) { q.query('select * from o', () => {}); }`, verdict: 'unproven', why: 'nobody knows who sends it' },
  { name: 'any, under a strange name', code: `export async function f(thing: any) { return thing.query('select * from o'); }`, verdict: 'unproven', why: 'nobody knows who sends it' },
  { name: 'postgres.js: an interface for it, unscoped', code: `${client} export async function f(sql: Sql) { return sql\`select * from o\`; }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'postgres.js: an interface for it, scoped', code: `${client} export async function f(sql: Sql, a: Auth) { return sql\`select * from o where tenant_id = \${a.tenantId}\`; }`, verdict: 'scoped', why: 'the tenant is bound' },
  { name: 'postgres.js: unsafe of an interface', code: `${client} export async function f(sql: Sql) { return sql.unsafe('select * from o'); }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'postgres.js: a transaction of an interface', code: `${client} export async function f(sql: Sql, a: Auth) { return sql.begin(async (tx) => tx\`select * from o where tenant_id = \${a.tenantId}\`); }`, verdict: 'scoped', why: 'the tenant is bound' },
  { name: 'postgres.js: a cast to an interface', code: `${client} declare const raw: postgres.Sql; const get = (): Sql => raw as unknown as Sql; export async function f() { const sql = get(); return sql\`select * from o\`; }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'postgres.js: a wrapped tag', code: `${client} declare const raw: postgres.Sql; const wrap = (): Sql => { const w = ((strings: TemplateStringsArray, ...values: any[]) => raw(strings, ...values)) as unknown as Sql; return w; }; export async function f() { const sql = wrap(); return sql.unsafe('select * from o'); }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'a tag of another type', code: `export async function f(sql: (strings: TemplateStringsArray, ...values: unknown[]) => Promise<unknown[]>, a: Auth) { return sql\`select * from o where tenant_id = \${a.tenantId}\`; }`, verdict: 'unproven', why: 'nobody knows what it makes of the values' },
  { name: 'a tag of type any', code: `export async function f(sql: any, a: Auth) { return sql\`update \${sql('o')} set status = 'x'\`; }`, verdict: 'unproven', why: 'nobody knows what it makes of it' },
];
