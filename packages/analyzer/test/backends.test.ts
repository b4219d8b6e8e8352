import { rmSync } from 'node:fs';
import { buildModel, type Configuration, loadSqlReader, readExpression, type TenantModel } from '@tenantscope/core';
import { describe, expect, it } from 'vitest';
import { type Analysis, analyzeProject, type Backend, readDeclaredSchema, withProject } from '../src/index.ts';
import { configuration, createDirectory, filesOf, shared, testModel } from './cases.ts';
import { drizzleFiles } from './drizzle-project.ts';
import { knexFiles, snippetCode } from './knex-project.ts';
import { prismaFiles } from './prisma-project.ts';
import { builderCases } from './tables/builder.ts';
import { drizzleCases } from './tables/drizzle.ts';
import { drizzleAttacks } from './tables/drizzle-attacks.ts';
import { knexCases } from './tables/knex.ts';
import { snippets } from './tables/knex-sql.ts';
import { nearMisses } from './tables/near-miss.ts';
import { positionCases, unreachedCases } from './tables/position.ts';
import { provenanceCases } from './tables/provenance.ts';
import { scopedFiles } from './tables/scoped-kysely.ts';
import { prelude, slonikCases } from './tables/slonik.ts';

interface Subject {
  readonly directory: string;
  readonly configuration: Configuration;
  readonly model: TenantModel;
}

const judge = ({ directory, configuration, model }: Subject, backend: Backend): Promise<Analysis> =>
  withProject({ directory, backend }, (project) => analyzeProject({ directory, configuration, model, project }));

/** Values are numbered as they come, over all runs of the process. */
const renumbered = (site: unknown): string => {
  const seen = new Map<string, number>();
  return JSON.stringify(site, undefined, 1).replace(/"v\d+/g, (name) => `"v${seen.get(name) ?? (seen.set(name, seen.size), seen.get(name)) ?? ''}`);
};

/** All that a run says: verdicts, rules, causes, traces, what was not read. */
const expectEqual = async (subject: Subject): Promise<void> => {
  const native = await judge(subject, 'native');
  const inProcess = await judge(subject, 'ts-morph');
  expect(native.sites.length).toBeGreaterThan(0);
  expect(native.sites.map(renumbered)).toEqual(inProcess.sites.map(renumbered));
  // What was read is not the same: the declarations of the language are another compiler's.
  const rest = ({ inputs: _, ...analysis }: Analysis) => ({ ...analysis, sites: [] });
  expect(rest(native)).toEqual(rest(inProcess));
};

const query = (name: string, column: string): string =>
  `import type { Db } from './db.js'; import { requireTenant, type Request } from './tenant.js';
export const ${name} = (db: Db, req: Request, { tenantId } = requireTenant(req)) => db.selectFrom('o').select(['id', 'total']).where('${column}', '=', tenantId).execute();`;

/** What the two compilers might see in different places, or not at all. */
const oddFiles = {
  'src/byte-order-mark.ts': `\uFEFF${query('marked', 'tenant_id').replaceAll('\n', '\r\n')}`,
  'src/wide.ts': `/* 🙈 Größe 漢字 */ ${query('größe', 'tenant_id')}\nexport const text = '🙈'; ${query('breit', 'customer_id').split('\n')[1] ?? ''}`,
  'src/broken.ts': `${query('broken', 'tenant_id')}\nexport const x = ;`,
  'src/deep.ts': `import type { Db } from './db.js'; export const deep = (db: Db) => ${'('.repeat(3000)}db${')'.repeat(3000)}.selectFrom('o').selectAll().execute();`,
  'src/declared.d.ts': `import type { TenantId } from './tenant.js'; export interface Caller { readonly tenantId: TenantId; readonly name: string }`,
  'src/declares.ts': `import type { Db } from './db.js'; import type { Caller } from './declared.js';
export const list = (db: Db, caller: Caller) => db.selectFrom('o').selectAll().where('tenant_id', '=', caller.tenantId).execute();
export const named = (db: Db, caller: Caller) => db.selectFrom('o').selectAll().where('tenant_id', '=', caller.name as never).execute();`,
  'src/implements.ts': `import type { Db } from './db.js'; import { requireTenant, type Request } from './tenant.js';
interface Orders { all(req: Request): Promise<unknown> }
abstract class Base { constructor(protected readonly db: Db) {} abstract all(req: Request): Promise<unknown> }
export class OrderList extends Base implements Orders { all(req: Request) { return this.db.selectFrom('o').selectAll().where('tenant_id', '=', requireTenant(req).tenantId).execute(); } }
export const run = (orders: Orders, req: Request) => orders.all(req);`,
};

const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'builders, near misses, provenance, positions': filesOf([...builderCases, ...nearMisses, ...provenanceCases, ...positionCases, ...unreachedCases]),
  'scoped-kysely': scopedFiles,
  slonik: Object.fromEntries(slonikCases.map((c, i) => [`src/case${i}.ts`, prelude + c.code])),
  Drizzle: drizzleFiles([...drizzleCases, ...drizzleAttacks]),
  Knex: knexFiles([...knexCases, ...snippets.map((s) => ({ name: s.code, code: snippetCode(s) }))]),
  Prisma: prismaFiles,
  'odd files': oddFiles,
};

const declaring = {
  Kysely: { files: {}, types: 'src/db.ts#DB', tables: ['o', 'p', 'log', 'tenants'] },
  Drizzle: { files: drizzleFiles([]), types: undefined, tables: ['tenants', 'o', 'p', 'log'] },
  Prisma: { files: prismaFiles, types: undefined, tables: ['tenants', 'customers', 'orders', 'items', 'tags', 'plans', '_OrderToTag'] },
};

describe('the two backends say the same', () => {
  it.each(Object.entries(tables))('of the table of %s', async (_, files) => {
    await loadSqlReader();
    const directory = createDirectory({ ...shared, ...files });
    try {
      await expectEqual({ directory, configuration, model: await testModel() });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it.each(Object.entries(declaring))('of the tables that the code declares to %s', async (_, { files, types, tables: names }) => {
    const directory = createDirectory({ ...shared, ...files });
    const declared = (backend: Backend) => withProject({ directory, backend }, (project) => readDeclaredSchema(project, { ...configuration, schema: { types } })?.schema);
    try {
      const native = await declared('native');
      expect(native).toEqual(await declared('ts-morph'));
      expect(buildModel(configuration, native, readExpression).tables.map((t) => t.key)).toEqual(names);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
