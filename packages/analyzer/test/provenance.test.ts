import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeCases, analyzeFiles, type Case, worstOf } from './cases.ts';
import type { Site } from '../src/index.ts';

const read = (value: string): string => `db.selectFrom('o').selectAll().where('tenant_id', '=', ${value}).execute()`;

/** Section 5.6: where the tenant value comes from; and 5.5 where the text does. */
const cases: readonly Case[] = [
  { name: '136 source', code: `export async function f(db: Db, req: Request) { return ${read('requireTenant(req).tenantId')}; }`, verdict: 'scoped', why: 'a declared source' },
  { name: '137 body', code: `export async function f(db: Db, req: Request) { return ${read('req.body.tenantId')}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'the client chose it' },
  { name: '137b header, trimmed and cast', code: `export async function f(db: Db, req: Request) { const id = String(req.headers['x-tenant-id']).trim() as TenantId; return ${read('id')}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'still the client' },
  { name: '137c job payload', code: `interface Job { data: { tenantId: string } } export async function f(db: Db, job: Job) { return ${read('job.data.tenantId as TenantId')}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'unsigned' },
  { name: '138 guard', code: `export async function f(db: Db, req: Request) { const id: string = req.params['t'] ?? ''; assertMember('u', id); return ${read('id')}; }`, verdict: 'scoped', why: 'the guard dominates' },
  { name: '138b guard on another path', code: `export async function f(db: Db, req: Request, c: boolean) { const id: string = req.params['t'] ?? ''; if (c) assertMember('u', id); return ${read('id as TenantId')}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'it does not dominate' },
  { name: '138c guard after', code: `export async function f(db: Db, req: Request) { const id: string = req.params['t'] ?? ''; const rows = await ${read('id as TenantId')}; assertMember('u', id); return rows; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'too late' },
  { name: '138d guarded property', code: `export async function f(db: Db, req: Request) { assertMember('u', req.body.tenantId); return ${read('req.body.tenantId')}; }`, verdict: 'scoped', why: 'the path is refined' },
  { name: '139 laundered through a row', code: `export async function f(db: Db, a: Auth, id: string) { const doc = await db.selectFrom('o').select(['tenant_id']).where('id', '=', id).executeTakeFirstOrThrow(); return ${read('doc.tenant_id')}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'the row was fetched unscoped' },
  { name: '139b row of a scoped query', code: `export async function f(db: Db, a: Auth, id: string) { const doc = await db.selectFrom('o').select(['tenant_id']).where('tenant_id', '=', a.tenantId).where('id', '=', id).executeTakeFirstOrThrow(); return ${read('doc.tenant_id')}; }`, verdict: 'scoped', why: 'its tenant column is the tenant' },
  { name: '140 brand', code: `export async function f(db: Db, id: TenantId) { return ${read('id')}; }`, verdict: 'scoped', why: 'minted elsewhere' },
  { name: '140b cast', code: `export async function f(db: Db, id: string) { return ${read('id as TenantId')}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'a cast outside the minting module' },
  { name: '140c any', code: `export async function f(db: Db, id: any) { return ${read('id')}; }`, verdict: 'unproven', rule: 'unproven-value', why: 'any says nothing' },
  { name: '140d property of a trusted type', code: `export async function f(db: Db, a: Auth) { const { tenantId: x } = a; return ${read('x')}; }`, verdict: 'scoped', why: 'destructured and renamed' },
  { name: '140e other property of a trusted type', code: `export async function f(db: Kysely<any>, a: Auth) { return db.selectFrom('o').selectAll().where('tenant_id', '=', a.userId).execute(); }`, verdict: 'unproven', rule: 'unproven-value', why: 'a user is no tenant' },
  { name: '141 fallback to the empty string', code: `export async function f(db: Kysely<any>, id: TenantId | undefined) { return db.selectFrom('o').selectAll().where('tenant_id', '=', id ?? '').execute(); }`, verdict: 'scoped', why: 'Kysely sends it, and nothing is found' },
  { name: '141b fallback to another tenant', code: `export async function f(db: Kysely<any>, id: TenantId | undefined) { return db.selectFrom('o').selectAll().where('tenant_id', '=', id ?? 'acme').execute(); }`, verdict: 'unproven', rule: 'unproven-value', why: 'a constant tenant' },
  { name: '143 module variable', code: `let current: TenantId; export function enter(id: TenantId) { current = id; } export async function f(db: Db) { return ${read('current')}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'requests share it' },
  { name: '145 renamed, spread, closure, default', code: `export async function f(db: Db, a: Auth) { const ctx = { ...a, extra: 1 }; const { tenantId: id } = ctx; const g = (x = id) => ${read('x')}; return g(); }`, verdict: 'scoped', why: 'flow keeps provenance' },
  { name: '149 string parameter, trusted caller', code: `async function inner(db: Kysely<any>, tenant: string) { return db.selectFrom('o').selectAll().where('tenant_id', '=', tenant).execute(); } export async function f(db: Db, a: Auth) { return inner(db, a.tenantId); }`, verdict: 'scoped', why: 'proved through the caller' },
  { name: '149b one caller of two', code: `async function inner(db: Kysely<any>, tenant: string) { return db.selectFrom('o').selectAll().where('tenant_id', '=', tenant).execute(); } export async function f(db: Db, a: Auth) { return inner(db, a.tenantId); } export async function g(db: Db, req: Request) { return inner(db, req.params['t'] ?? ''); }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'the meet over callers' },
  { name: '149c no caller', code: `export async function f(db: Kysely<any>, tenant: string) { return db.selectFrom('o').selectAll().where('tenant_id', '=', tenant).execute(); }`, verdict: 'unproven', rule: 'unproven-value', why: 'nobody is known to call it' },
  { name: '122 optional fragment with AND', code: `export async function f(db: Db, a: Auth, s: string | undefined) { const extra = s === undefined ? sql\`\` : sql\`and status = \${s}\`; return sql\`select * from o where tenant_id = \${a.tenantId} \${extra}\`.execute(db); }`, verdict: 'scoped', why: 'both alternatives' },
  { name: '122b optional fragment with OR', code: `export async function f(db: Db, a: Auth, s: string | undefined) { const extra = s === undefined ? sql\`\` : sql\`or status = \${s}\`; return sql\`select * from o where tenant_id = \${a.tenantId} \${extra}\`.execute(db); }`, verdict: 'unscoped', why: 'one alternative' },
  { name: '123 joined with OR', code: `export async function f(db: Db, a: Auth, xs: string[]) { const cs = [sql\`tenant_id = \${a.tenantId}\`, ...xs.map((x) => sql\`status = \${x}\`)]; return sql\`select * from o where \${sql.join(cs, sql\` or \`)}\`.execute(db); }`, verdict: 'unscoped', why: 'the separator decides' },
  { name: '124 unknown raw text', code: `export async function f(db: Db, a: Auth, x: string) { return sql\`select * from o where tenant_id = \${a.tenantId} and \${sql.raw(x)}\`.execute(db); }`, verdict: 'unproven', rule: 'unproven-fragment', why: 'text known at run time' },
  { name: '126 text and values in parallel', code: `export async function f(pool: Pool, a: Auth, s?: string) { let text = 'select * from o where true'; const values: unknown[] = []; if (s !== undefined) { values.push(s); text += ' and status = $' + values.length; } values.push(a.tenantId); text += ' and tenant_id = $' + values.length; return pool.query(text, values); }`, verdict: 'scoped', why: 'numbers and values go together' },
  { name: '126b counter', code: `export async function f(pool: Pool, a: Auth, s?: string) { let i = 0; let text = 'select * from o where true'; const values: unknown[] = []; if (s) { text += \` and status = $\${++i}\`; values.push(s); } text += \` and tenant_id = $\${++i}\`; values.push(a.tenantId); return pool.query(text, values); }`, verdict: 'scoped', why: 'the counter is followed' },
  { name: '127 swapped values', code: `export async function f(pool: Pool, a: Auth, req: Request) { return pool.query('select * from o where tenant_id = $1 and id = $2', [req.params['id'], a.tenantId]); }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: '$1 is the id' },
  { name: '128 config object', code: `export async function f(client: PoolClient, a: Auth) { const config = { name: 'q', text: 'select * from o where tenant_id = $1', values: [a.tenantId] }; return client.query(config); }`, verdict: 'scoped', why: 'fields of the object' },
  { name: '129 comment', code: `export async function f(pool: Pool, a: Auth) { return pool.query('select * from o -- where tenant_id = $1', [a.tenantId]); }`, verdict: 'unscoped', why: 'comments are no conditions' },
  { name: '130 several statements', code: `export async function f(pool: Pool) { return pool.query('begin; delete from o; commit'); }`, verdict: 'unscoped', why: 'each statement' },
  { name: '135 unreadable SQL', code: `export async function f(pool: Pool) { return pool.query('selec * fro o'); }`, verdict: 'unproven', why: 'never skipped' },
  { name: 'postgres.js query', code: `export async function f(sql: postgres.Sql, a: Auth) { return await sql\`select * from o where tenant_id = \${a.tenantId}\`; }`, verdict: 'scoped', why: 'the value is trusted' },
  { name: 'postgres.js fragment', code: `export async function f(sql: postgres.Sql, a: Auth, all: boolean) { const where = all ? sql\`\` : sql\`where tenant_id = \${a.tenantId}\`; return await sql\`select * from o \${where}\`; }`, verdict: 'unscoped', why: 'one fragment is empty' },
  { name: 'postgres.js insert helper', code: `export async function f(sql: postgres.Sql, a: Auth, text: string) { await sql\`insert into log \${sql({ id: '1', tenant_id: a.tenantId, text })}\`; }`, verdict: 'scoped', why: 'columns and values of the object' },
  { name: 'postgres.js transaction', code: `export async function f(sql: postgres.Sql) { await sql.begin(async (tx) => { await tx\`delete from o\`; }); }`, verdict: 'unscoped', why: 'the callback gets a handle' },
];

describe('provenance and SQL text', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict, rule }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
    if (rule !== undefined) expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(rule);
  });
});

describe('parameter decorators (NestJS)', () => {
  const decorator = `export const CurrentWorkspace = (...args: unknown[]) => (target: object, key: string, index: number): void => {};
export const Body = (...args: unknown[]) => (target: object, key: string, index: number): void => {};
interface Row { id: string; name: string }
export type Workspace = Pick<Row, 'id' | 'name'>;`;
  const controller = (parameter: string, value: string): string => `import type { Kysely } from 'kysely';
import { Body, CurrentWorkspace, type Workspace } from './decorator.js';
export class Controller {
  constructor(private readonly db: Kysely<any>) {}
  async list(${parameter}) { return this.db.selectFrom('o').selectAll().where('tenant_id', '=', ${value}).execute(); }
}`;
  const settings = { types: ['Workspace.id'], sources: ['src/decorator.ts#CurrentWorkspace'] };

  it.each([
    ['scoped', '@CurrentWorkspace() workspace: { tenant_id: string }', 'workspace.tenant_id', 'a source, by the name of its property'],
    ['scoped', 'workspace: Workspace', 'workspace.id', 'the written name of a type that is an alias of an alias'],
    ['unproven', '@CurrentWorkspace() workspace: { tenant_id: string; name: string }', 'workspace.name', 'another property of a source'],
    ['unproven', '@Body() workspace: { tenant_id: string }', 'workspace.tenant_id', 'a decorator that is no source'],
  ])('%s: %s → %s (%s)', async (verdict, parameter, value) => {
    const { sites } = await analyzeFiles({ 'src/decorator.ts': decorator, 'src/controller.ts': controller(parameter, value) }, settings);
    expect(worstOf(sites)).toBe(verdict);
  });
});
