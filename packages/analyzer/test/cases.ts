import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModel, type Configuration, loadSqlReader, readExpression, readSchema, type Verdict } from '@tenantscope/core';
import { type Analysis, analyzeProject, type Site } from '../src/index.ts';

/** One hard case: a file of its own, and the verdict on its worst site. */
export interface Case {
  readonly name: string;
  readonly code: string;
  readonly verdict: Verdict;
  /** A rule that must be among the findings. */
  readonly rule?: string;
  readonly why: string;
}

const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..');

const schemaText = `
create table tenants (id uuid primary key, name text not null);
create table o (id uuid primary key, tenant_id uuid not null references tenants (id), customer_id uuid not null, status text not null, total int not null, unique (tenant_id, id));
create table p (id uuid primary key, tenant_id uuid not null references tenants (id), name text not null, o_id uuid not null);
create table log (id uuid primary key, tenant_id uuid not null references tenants (id), text text not null);
`;

/** The files that stand beside each case. */
export const shared: Readonly<Record<string, string>> = {
  'src/tenant.ts': `
declare const brand: unique symbol;
export type TenantId = string & { readonly [brand]: 'TenantId' };
export interface Auth { readonly tenantId: TenantId; readonly userId: string }
export interface Request { readonly body: any; readonly params: Record<string, string>; readonly query: Record<string, string | undefined>; readonly headers: Record<string, string | undefined> }
export function requireTenant(req: Request): Auth { return { tenantId: req.headers['x'] as TenantId, userId: 'u' } }
export function assertMember(user: string, tenantId: string): asserts tenantId is TenantId {}
`,
  'src/db.ts': `
import type { Kysely, Transaction } from 'kysely';
import type { TenantId } from './tenant.js';
interface O { id: string; tenant_id: TenantId; customer_id: string; status: string; total: number }
interface P { id: string; tenant_id: TenantId; name: string; o_id: string }
interface Log { id: string; tenant_id: TenantId; text: string }
export interface DB { o: O; p: P; log: Log; tenants: { id: TenantId; name: string } }
export type Db = Kysely<DB>;
export type DbOrTrx = Kysely<DB> | Transaction<DB>;
`,
  'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, noEmit: true, types: [] }, include: ['src'] }),
};

const prelude = `import { sql, expressionBuilder, type Kysely, type Transaction, type SelectQueryBuilder, type ExpressionBuilder, type Expression, type SqlBool } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Pool, PoolClient } from 'pg';
import type postgres from 'postgres';
import { requireTenant, assertMember, type Auth, type TenantId, type Request } from './tenant.js';
import type { DB, Db, DbOrTrx } from './db.js';
`;

export const configuration: Configuration = {
  tenant: { column: 'tenant_id', root: 'tenants.id', types: ['TenantId', 'Auth.tenantId'], sources: ['src/tenant.ts#requireTenant'], guards: ['src/tenant.ts#assertMember'], provenance: 'callers', setting: 'app.tenant' },
};

/** A directory with files, removed by the caller. */
export const createDirectory = (files: Readonly<Record<string, string>>): string => {
  const directory = mkdtempSync(join(tmpdir(), 'tenantscope-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const modules = join(directory, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(packageRoot, 'node_modules'), modules);
  return directory;
};

export const testModel = async () => {
  await loadSqlReader();
  const { schema } = readSchema([{ name: 'schema.sql', text: schemaText }]);
  return buildModel(configuration, schema, readExpression);
};

/** Analyses files that stand beside the shared ones. */
export const analyzeFiles = async (files: Readonly<Record<string, string>>, changes: Partial<NonNullable<Configuration['tenant']>> = {}): Promise<Analysis> => {
  const directory = createDirectory({ ...shared, ...files });
  try {
    const adjusted: Configuration = { ...configuration, tenant: { ...configuration.tenant, ...changes } };
    return await analyzeProject({ directory, configuration: adjusted, model: await testModel() });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };

/** The files of a project with these cases: `src/case0.ts` and so on. */
export const filesOf = (cases: readonly Case[]): Readonly<Record<string, string>> => Object.fromEntries(cases.map((c, i) => [`src/case${i}.ts`, prelude + c.code]));

/** Analyses all cases in one project; gives the sites of each by its name. */
export const analyzeCases = async (cases: readonly Case[]): Promise<ReadonlyMap<string, readonly Site[]>> => {
  const { sites } = await analyzeFiles(filesOf(cases));
  return new Map(cases.map((c, i) => [c.name, sites.filter((s) => s.file === `src/case${i}.ts`)]));
};

export const worstOf = (sites: readonly Site[]): Verdict | 'no site' =>
  sites.length === 0 ? 'no site' : sites.reduce<Verdict>((v, s) => (rank[s.verdict] > rank[v] ? s.verdict : v), 'scoped');
