import { loadSqlReader, prove, readSql, type ValueFacts, type Verdict } from '@tenantscope/core';
import * as orm from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as pgCore from 'drizzle-orm/pg-core';
import ts from 'typescript';
import { analyzeFiles, type Case, testModel } from './cases.ts';
import type { Site } from '../src/index.ts';

/** A hard case of Drizzle: `f` is run too, once for each list of arguments after `db` and `a`. */
export interface DrizzleCase extends Case {
  readonly inputs?: readonly (readonly unknown[])[];
  /** The verdict on what is sent, where that is not the verdict on the code. */
  readonly sent?: Verdict;
  /** Not run: what the snippet needs is not there. */
  readonly unrun?: true;
}

const schemaText = `
import { relations, sql, eq, isNotNull } from 'drizzle-orm';
import { alias, integer, pgSchema, pgTable, pgTableCreator, pgView, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { TenantId } from './tenant.js';
export const tenants = pgTable('tenants', { id: uuid('id').primaryKey(), name: text('name').notNull() });
const owned = () => ({ tenantId: uuid('tenant_id').$type<TenantId>().notNull().references(() => tenants.id) });
export const o = pgTable('o', { id: uuid('id').primaryKey(), ...owned(), customerId: uuid('customer_id').notNull(), status: text('status').notNull(), total: integer('total').notNull() }, (t) => [unique().on(t.tenantId, t.id)]);
export const p = pgTable('p', (t) => ({ id: t.uuid().primaryKey(), tenantId: t.uuid('tenant_id').$type<TenantId>().notNull(), name: t.text().notNull(), oId: t.uuid('o_id').notNull() }));
const make = pgTableCreator((name) => name.toLowerCase());
export const log = make('LOG', { id: uuid('id').primaryKey(), tenantId: uuid('tenant_id').$type<TenantId>().notNull(), text: text('text').notNull() });
export const oRelations = relations(o, ({ one, many }) => ({ ps: many(p), tenant: one(tenants, { fields: [o.tenantId], references: [tenants.id] }) }));
export const pRelations = relations(p, ({ one }) => ({ o: one(o, { fields: [p.oId], references: [o.id] }) }));
`;

const databaseText = `
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import * as schema from './schema.js';
export type Db = NodePgDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
`;

const prelude = `import { and, or, not, eq, ne, gt, gte, lt, lte, inArray, notInArray, isNull, isNotNull, exists, notExists, between, like, ilike, arrayContains, asc, desc, count, sum, max, sql, placeholder, getTableColumns, aliasedTable, type SQL } from 'drizzle-orm';
import { alias, union, unionAll, except, QueryBuilder, type PgSelect } from 'drizzle-orm/pg-core';
import { requireTenant, type Auth, type TenantId, type Request } from './tenant.js';
import * as schema from './schema.js';
import { tenants, o, p, log } from './schema.js';
import type { Db, Tx } from './database.js';
`;

/** The files of a project with these cases. */
export const drizzleFiles = (cases: readonly Case[]): Readonly<Record<string, string>> => ({
  'src/schema.ts': schemaText,
  'src/database.ts': databaseText,
  ...Object.fromEntries(cases.map((c, i) => [`src/case${i}.ts`, prelude + c.code])),
});

/** The sites of each case by its name. */
export const analyzeDrizzle = async (cases: readonly Case[]): Promise<ReadonlyMap<string, readonly Site[]>> => {
  const { sites } = await analyzeFiles(drizzleFiles(cases));
  return new Map(cases.map((c, i) => [c.name, sites.filter((s) => s.file === `src/case${i}.ts`)]));
};

const compiled = (text: string): string => ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } }).outputText;

const load = (text: string, modules: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const exports: Record<string, unknown> = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the snippets of the table
  const body = new Function('exports', 'require', compiled(text)) as (e: typeof exports, require: (name: string) => unknown) => void;
  body(exports, (name) => modules[name] ?? {});
  return exports;
};

const tenant = '00000000-0000-4000-8000-000000000001';

interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a case really sends, for each list of arguments. */
const sentBy = async ({ code, inputs = [[]] }: DrizzleCase): Promise<readonly Sent[]> => {
  const modules: Record<string, unknown> = { 'drizzle-orm': orm, 'drizzle-orm/pg-core': pgCore };
  const schema = (modules['./schema.js'] = load(schemaText, modules));
  modules['./tenant.js'] = { requireTenant: () => ({ tenantId: tenant, userId: 'u' }) };
  const sent: Sent[] = [];
  const client = {
    query: (config: string | { readonly text: string }, values: readonly unknown[] = []) => {
      sent.push({ text: typeof config === 'string' ? config : config.text, values });
      return Promise.resolve({ rows: [], rowCount: 0 });
    },
  };
  const { f } = load(prelude + code, modules) as { f: (...args: unknown[]) => unknown };
  for (const rest of inputs) {
    try {
      await f(drizzle(client as never, { schema }), { tenantId: tenant, userId: 'u' }, ...rest);
    } catch (error) {
      // Rows that are read are missing; what PostgreSQL would refuse is refused there.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return sent.filter(({ text }) => !/^(begin|commit|rollback|savepoint|release)/i.test(text));
};

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };

/** The worst verdict on what is sent. */
export const provenOf = async (c: DrizzleCase): Promise<Verdict | 'nothing'> => {
  await loadSqlReader();
  const model = await testModel();
  const verdicts = (await sentBy(c)).flatMap(({ text, values }) => {
    const facts = (key: string): ValueFacts => {
      const value = values[Number(key.slice(1)) - 1];
      return { trust: value === tenant || value === undefined ? 'trusted' : 'untrusted', nonNull: value !== null && value !== undefined, label: key, origin: 'an argument' };
    };
    return readSql(text).statements.map(({ statement }) => prove(statement, model, facts).verdict);
  });
  return verdicts.length === 0 ? 'nothing' : verdicts.reduce((a, b) => (rank[b] > rank[a] ? b : a));
};

