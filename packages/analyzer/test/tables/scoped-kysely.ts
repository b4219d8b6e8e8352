import type { Case } from '../cases.ts';

/** The checkout has no `dist`: the types are those of the package's sources. */
export const tsconfig = JSON.stringify({
  compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, noEmit: true, types: [], customConditions: ['source'], allowImportingTsExtensions: true },
  include: ['src'],
});

const scopedModule = `import { PostgresDialect } from 'kysely';
import { createScopedKysely, defineTenancy, owned, root, shared, type ScopedDB } from 'scoped-kysely';
interface Tables { o: { id: string; tenant_id: string; customer_id: string; status: string; total: number }; p: { id: string; tenant_id: string; name: string; o_id: string }; log: { id: string; tenant_id: string; text: string }; tenants: { id: string; name: string } }
export const tenancy = defineTenancy<Tables>()({ column: 'tenant_id', tables: { o: owned(), p: owned(), log: owned(), tenants: root('id') } });
export type SDB = ScopedDB<typeof tenancy>;
declare const pool: any;
export const scoped = createScopedKysely({ dialect: new PostgresDialect({ pool }), tenancy, escape: { sink: () => {} } });
`;

const prelude = `import { sql, type Kysely, type SelectQueryBuilder, type QueryCreator } from 'kysely';
import { mintTenantId, type CrossTenantHandle, type CrossTenantKysely, type ControlledScopedTransaction, type ScopedHandle, type ScopedKysely, type ScopedQueryCreator, type ScopedTransaction, type ScopedTransactionBuilder, type TenantDatabase, type TenantId as Tenant } from 'scoped-kysely';
import { requireTenant, type Auth, type TenantId, type Request } from './tenant.js';
import type { DB, Db } from './db.js';
import { scoped, type SDB } from './scoped.js';
declare const tenant: Tenant;
`;

export const all = `.selectFrom('o').selectAll().execute()`;
const declaration = `{ reason: 'quarterly revenue', ticket: 'OPS-12', actor: 'billing-job', tables: ['o'] }`;

/** `sites` when it is not one. */
export interface ScopedCase extends Case {
  readonly sites?: number;
}

export const tenants: readonly ScopedCase[] = [
  { name: 'a handle from forTenant', code: `export async function f(tenant: Tenant) { const db = scoped.forTenant(tenant); return db${all}; }`, verdict: 'scoped', why: 'the wrapper attaches the tenant' },
  { name: 'in one chain', code: `export async function f(tenant: Tenant) { return scoped.forTenant(tenant)${all}; }`, verdict: 'scoped', why: 'the wrapper attaches the tenant' },
  { name: 'forCurrentTenant', code: `export async function f() { return scoped.forCurrentTenant()${all}; }`, verdict: 'scoped', why: 'the carrier carries a minted tenant' },
  { name: 'a database of a Pick', code: `export async function f(database: Pick<TenantDatabase<SDB, any>, 'forTenant'>, tenant: Tenant) { return database.forTenant(tenant)${all}; }`, verdict: 'scoped', why: 'the method is the package’s own' },
  { name: 'a parameter', code: `export async function f(db: ScopedKysely<SDB>) { return db${all}; }`, verdict: 'scoped', why: 'its type is made by the package alone' },
  { name: 'a parameter of a type parameter', code: `export async function f<T extends ScopedHandle<SDB>>(db: T) { return db${all}; }`, verdict: 'scoped', why: 'its constraint says so' },
  { name: 'a parameter that is a handle or a transaction', code: `export async function f(db: ScopedKysely<SDB> | ScopedTransaction<SDB>) { return db${all}; }`, verdict: 'scoped', why: 'both are' },
  { name: 'an optional parameter', code: `export async function f(db?: ScopedKysely<SDB>) { return db!${all}; }`, verdict: 'scoped', why: 'on undefined nothing runs' },
  { name: 'the handle of a promise', code: `declare function open(): Promise<ScopedKysely<SDB>>; export async function f() { const db = await open(); return db${all}; }`, verdict: 'scoped', why: 'it resolves to one' },
  { name: 'a member of a session', code: `interface Session { readonly db: ScopedKysely<SDB> } export async function f({ db }: Session, s: Session) { await s.db${all}; return db${all}; }`, verdict: 'scoped', sites: 2, why: 'its declared type' },
  { name: 'a class field', code: `export class Repo { constructor(private readonly db: ScopedKysely<SDB>) {} list() { return this.db${all}; } }`, verdict: 'scoped', why: 'its declared type' },
  { name: 'a field that is set in the constructor', code: `export class Repo { readonly #db; constructor(tenant: Tenant) { this.#db = scoped.forTenant(tenant); } list() { return this.#db${all}; } }`, verdict: 'scoped', why: 'it is followed' },
  { name: 'a caller that hands it on', code: `const list = (db: ScopedHandle<SDB>) => db${all}; export const f = (tenant: Tenant) => list(scoped.forTenant(tenant));`, verdict: 'scoped', why: 'it is followed' },
  { name: 'a transaction', code: `export async function f(tenant: Tenant) { return scoped.forTenant(tenant).transaction().setIsolationLevel('serializable').execute(async (trx) => { await trx.insertInto('log').values({ id: '1', text: 'a' }).execute(); return trx${all}; }); }`, verdict: 'scoped', sites: 2, why: 'it is of the handle' },
  { name: 'a transaction as a parameter', code: `export async function f(trx: ScopedTransaction<SDB>, b: ScopedTransactionBuilder<SDB>) { await b.execute((t) => t${all}); return trx${all}; }`, verdict: 'scoped', sites: 2, why: 'its type' },
  { name: 'a controlled transaction', code: `export async function f(db: ScopedKysely<SDB>) { const trx = await db.startTransaction().execute(); await trx${all}; await trx.commit().execute(); } export async function g(trx: ControlledScopedTransaction<SDB>) { return trx${all}; }`, verdict: 'scoped', sites: 2, why: 'it is of the handle' },
  { name: 'one connection', code: `export async function f(db: ScopedKysely<SDB>) { return db.connection().execute(async (c) => c${all}); }`, verdict: 'scoped', why: 'it is of the handle' },
  { name: 'with', code: `export async function f(db: ScopedKysely<SDB>) { return db.with('x', (q) => q.selectFrom('o').selectAll()).selectFrom('x').selectAll().execute(); }`, verdict: 'scoped', why: 'the query in it is scoped with it' },
  { name: 'what with returns, kept', code: `export async function f(db: ScopedKysely<SDB>) { const w = db.with('x', (q) => q.selectFrom('o').selectAll()); return w.selectFrom('x').selectAll().execute(); } export async function g(q: ScopedQueryCreator<SDB>) { return q${all}; }`, verdict: 'scoped', sites: 2, why: 'it is of the handle' },
  { name: 'writes', code: `export async function f(db: ScopedKysely<SDB>, req: Request) { await db.insertInto('o').values(req.body).execute(); await db.updateTable('o').set({ status: 'x' }).execute(); await db.deleteFrom('o').execute(); await db.mergeInto('o').using('p', 'p.o_id', 'o.id').whenMatched().thenDelete().execute(); }`, verdict: 'scoped', sites: 4, why: 'the compiler stamps and guards them, or refuses' },
  { name: 'raw text in the query', code: `export async function f(db: ScopedKysely<SDB>, x: string) { return db.selectFrom('o').selectAll().where(sql<boolean>\`total = 1 or \${sql.raw(x)}\`).execute(); }`, verdict: 'scoped', why: 'it stands in parentheses, or is refused' },
  { name: 'a builder that is given to a package', code: `declare function page<Q>(q: Q): Promise<unknown>; export async function f(db: ScopedKysely<SDB>) { return page(db.selectFrom('o').selectAll()); }`, verdict: 'scoped', why: 'whoever runs it runs it on the handle' },
  { name: 'executeQuery', code: `export async function f(db: ScopedKysely<SDB>) { return db.executeQuery(db.selectFrom('o').selectAll().compile()); }`, verdict: 'scoped', why: 'it runs what the handle compiled' },
  { name: 'a handle that became any', code: `export async function f(db: ScopedKysely<SDB>) { return (db as any)${all}; }`, verdict: 'scoped', why: 'it is one all the same' },
  { name: 'a minted tenant of a job', code: `export async function f(id: string) { return scoped.forTenant(mintTenantId(id, { reason: 'nightly invoices' }))${all}; }`, verdict: 'scoped', why: 'the mint is the declaration' },
  { name: 'a minted tenant that the client named', code: `export async function f(req: Request) { return scoped.forTenant(mintTenantId(req.body.tenantId, { reason: 'request' }))${all}; }`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'a mint verifies nothing' },
];

export const others: readonly ScopedCase[] = [
  { name: 'a plain Kysely beside it', code: `export async function f(db: ScopedKysely<SDB>, plain: Db, a: Auth) { await db${all}; return plain.selectFrom('o').selectAll().where('tenant_id', '=', a.tenantId).execute(); }`, verdict: 'scoped', sites: 2, why: 'both hold' },
  { name: 'a plain Kysely beside it that leaks', code: `export async function f(db: ScopedKysely<SDB>, plain: Db) { await db${all}; return plain${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'nothing is attached to the other' },
  { name: 'one or the other at run time', code: `export async function f(db: ScopedKysely<SDB>, plain: Db, c: boolean) { return (c ? (db as any) : plain)${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', why: 'it may be the plain one' },
  { name: 'one or the other by type', code: `export async function f(db: ScopedKysely<SDB> | Kysely<SDB>) { return (db as Kysely<SDB>)${all}; } export async function g(db: ScopedKysely<SDB> | Kysely<SDB>) { return (db as ScopedKysely<SDB>)${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 3, why: 'it may be the plain one; the second cast is reported by itself' },
  { name: 'a handle or something else', code: `interface Other { selectFrom(table: 'o'): SelectQueryBuilder<SDB, 'o', {}> } export async function f(db: ScopedKysely<SDB> | Other) { return (db as any)${all}; }`, verdict: 'unproven', rule: 'unproven-flow', why: 'the other has no tenant' },
  { name: 'a scoped builder in a plain query', code: `export async function f(db: ScopedKysely<SDB>, plain: Kysely<SDB>) { return plain.selectFrom(db.selectFrom('o').selectAll().as('x')).selectAll().execute(); }`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'the plain one compiles it' },
  { name: 'a plain builder in a scoped query', code: `export async function f(db: ScopedKysely<SDB>, plain: Kysely<SDB>) { return db.selectFrom(plain.selectFrom('o').selectAll().as('x')).selectAll().execute(); }`, verdict: 'scoped', why: 'the handle compiles it' },
  { name: 'the operation node of a scoped builder', code: `export async function f(db: ScopedKysely<SDB>, run: (node: unknown) => Promise<unknown>) { return run(db.selectFrom('o').selectAll().toOperationNode()); }`, verdict: 'unproven', rule: 'unproven-flow', why: 'another handle may compile it' },
  { name: 'sql executed on it', code: `export async function f(db: ScopedKysely<SDB>) { return sql\`select * from o\`.execute(db as any); }`, verdict: 'unscoped', rule: 'no-unscoped-query', why: 'the text says what it says' },
  { name: 'a plain Kysely cast where it is used', code: `export async function f(plain: Db) { return (plain as unknown as ScopedKysely<SDB>)${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'it is a plain one' },
  { name: 'a plain Kysely cast into a variable', code: `export async function f(plain: Db) { const db: ScopedKysely<SDB> = plain as any; return db${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'it is a plain one' },
  { name: 'a plain Kysely cast to never', code: `const list = (db: ScopedKysely<SDB>) => db${all}; export const f = (plain: Db) => list(plain as never);`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'it is a plain one' },
  { name: 'a plain Kysely cast for a function', code: `const list = (db: ScopedKysely<SDB>) => db${all}; export const f = (plain: Db) => list(plain as unknown as ScopedKysely<SDB>);`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'it is a plain one' },
  { name: 'a plain Kysely cast into a field', code: `export class Repo { db!: ScopedKysely<SDB>; open(plain: Db) { this.db = plain as unknown as ScopedKysely<SDB>; } list() { return this.db${all}; } }`, verdict: 'unproven', rule: 'unproven-flow', sites: 2, why: 'where the field goes is not followed, so the cast is reported' },
  { name: 'a plain Kysely cast into a field by any', code: `export class Repo { db!: ScopedKysely<SDB>; open(plain: Db) { this.db = plain as any; } list() { return this.db${all}; } }`, verdict: 'unproven', rule: 'unproven-flow', sites: 2, why: 'the cast is reported' },
  { name: 'a plain Kysely as an escape', code: `export async function f(plain: Db) { return (plain as unknown as CrossTenantKysely<SDB>)${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'nothing was declared' },
  { name: 'any cast to a handle', code: `export async function f(req: any) { return (req.db as ScopedKysely<SDB>)${all}; }`, verdict: 'unproven', rule: 'unproven-flow', sites: 2, why: 'that is a wish' },
  { name: 'any in a variable of the type', code: `declare const container: any; export async function f() { const db: ScopedKysely<SDB> = container.get('db'); return db${all}; }`, verdict: 'unproven', rule: 'unproven-flow', why: 'that is a wish' },
  { name: 'an object that acts as the database', code: `export async function f(plain: Db) { const fake = { forTenant: () => plain } as unknown as TenantDatabase<SDB, any>; return fake.forTenant(tenant)${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', sites: 2, why: 'it gives the plain one' },
  { name: 'a database that is only said to be one', code: `export async function f(x: any) { const fake: TenantDatabase<SDB, any> = x; return fake.forTenant(tenant)${all}; }`, verdict: 'unproven', rule: 'unproven-flow', why: 'that is a wish' },
  { name: 'schemas lead out of the scope', code: `export async function f(db: ScopedKysely<SDB>) { return (db as any).withSchema('x')${all}; }`, verdict: 'unproven', rule: 'unproven-flow', why: 'the handle has no such method' },
];

const own = `interface ScopedKysely<DB> { readonly tenantId: string; selectFrom<T extends keyof DB & string>(table: T): SelectQueryBuilder<DB, T, {}> }`;

export const namesakes: readonly ScopedCase[] = [
  { name: 'an interface of the project', code: `${own} export async function f(db: ScopedKysely<DB>) { return db${all}; }`, verdict: 'unproven', rule: 'unproven-flow', why: 'nobody knows what is behind it' },
  { name: 'an interface of the project that extends Kysely', code: `interface ScopedKysely<DB> extends Kysely<DB> { readonly tenantId: string } export async function f(db: ScopedKysely<DB>) { return db${all}; }`, verdict: 'unscoped', rule: 'no-unscoped-query', why: 'it is a plain one' },
  { name: 'a plain Kysely in an interface of the project', code: `${own} const list = (db: ScopedKysely<DB>) => db${all}; export const f = (plain: Db) => list(plain as unknown as ScopedKysely<DB>);`, verdict: 'unscoped', rule: 'no-unscoped-query', why: 'it is a plain one' },
  { name: 'a part of the query creator', code: `type ScopedKysely<DB> = Pick<QueryCreator<DB>, 'selectFrom'>; export async function f(db: ScopedKysely<DB>) { return db${all}; }`, verdict: 'unproven', rule: 'unproven-flow', why: 'nobody knows what is behind it' },
  { name: 'in code that nobody is seen to run', code: `${own} export async function f(db: ScopedKysely<DB>) { if (1 > 2) return db${all}; return []; }`, verdict: 'unproven', why: 'it counts all the same' },
];

export const escapes: readonly ScopedCase[] = [
  { name: 'a declared escape', code: `export async function f() { return scoped.crossTenant(${declaration})${all}; }`, verdict: 'unscoped', why: 'it reads the rows of all tenants' },
  { name: 'raw', code: `export async function f() { return scoped.crossTenant(${declaration}).raw(sql\`select count(*) from o\`); }`, verdict: 'unscoped', why: 'it counts the rows of all tenants' },
  { name: 'raw text that is not read', code: `export async function f(x: string) { return scoped.crossTenant(${declaration}).raw(sql\`\${sql.raw(x)}\`); }`, verdict: 'unproven', why: 'its text is not known' },
  { name: 'a transaction of an escape', code: `const all = (trx: ScopedTransaction<any>) => trx.selectFrom('o').selectAll().execute(); export async function f() { return scoped.crossTenant(${declaration}).transaction().execute((trx) => all(trx)); }`, verdict: 'unscoped', why: 'no tenant is attached in it' },
  { name: 'with, on an escape', code: `export async function f() { return scoped.crossTenant(${declaration}).with('x', (q) => q.selectFrom('o').selectAll()).selectFrom('x').selectAll().execute(); }`, verdict: 'unscoped', why: 'no tenant is attached' },
  { name: 'its transaction as a parameter', code: `export async function f(trx: CrossTenantHandle<SDB>) { return trx${all}; }`, verdict: 'unscoped', why: 'it was declared elsewhere' },
  { name: 'a handle as a parameter', code: `export async function f(db: CrossTenantKysely<SDB>) { return db${all}; }`, verdict: 'unscoped', why: 'it was declared elsewhere' },
  { name: 'a handle that is given to a package', code: `declare function run(x: unknown): void; export function f() { run(scoped.crossTenant(${declaration})); }`, verdict: 'unproven', why: 'what it runs is not known, and it is an escape' },
  { name: 'a warrant of the caller', code: `export async function f(warrant: { reason: string; ticket: string; actor: string }) { return scoped.crossTenant({ ...warrant, tables: ['o'] })${all}; }`, verdict: 'unscoped', why: 'its texts are checked when it runs' },
];

export const undeclared: readonly ScopedCase[] = [
  ...['reason', 'ticket', 'actor'].flatMap((name): readonly ScopedCase[] => [
    { name: `${name}: empty`, code: `export async function f() { return scoped.crossTenant({ ...${declaration} as const, ${name}: ' ' })${all}; }`, verdict: 'unscoped', rule: 'no-undeclared-escape', why: 'it says nothing' },
    { name: `${name}: missing`, code: `export async function f() { const { ${name}: _, ...rest } = { reason: 'r', ticket: 't', actor: 'a', tables: ['o'] as const }; return scoped.crossTenant({ ${['reason', 'ticket', 'actor'].filter((n) => n !== name).map((n) => `${n}: 'x'`).join(', ')}, tables: ['o'] } as any)${all}; }`, verdict: 'unscoped', rule: 'no-undeclared-escape', why: 'it says nothing' },
  ]),
  { name: 'no tables', code: `export async function f() { return scoped.crossTenant({ reason: 'r', ticket: 't', actor: 'a', tables: [] })${all.replace("'o'", "'o' as never")}; }`, verdict: 'unscoped', rule: 'no-undeclared-escape', why: 'it may name any' },
  { name: 'on raw', code: `export async function f() { return scoped.crossTenant({ reason: '', ticket: 't', actor: 'a', tables: ['o'] }).raw(sql\`select 1\`); }`, verdict: 'unscoped', rule: 'no-undeclared-escape', why: 'it says nothing' },
];

/** Every case, in the order of their files. */
export const scopedCases = [tenants, others, namesakes, escapes, undeclared].flat();

const withoutImport = (code: string): string => (/(interface|type|class) ScopedKysely\b/.test(code) ? prelude.replace(' type ScopedKysely,', '') : prelude);

/** What their project has in common. */
export const scopedModules: Readonly<Record<string, string>> = { 'src/scoped.ts': scopedModule, 'tsconfig.json': tsconfig };

/** The files of a project with all of them: `src/case0.ts` and so on. */
export const scopedFiles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(scopedCases.map((c, i) => [`src/case${i}.ts`, withoutImport(c.code) + c.code])),
  ...scopedModules,
};
