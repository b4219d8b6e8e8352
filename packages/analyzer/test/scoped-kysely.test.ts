import { mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModel, checkReport, loadSqlReader, plain, readExpression, readSchema, renderCheck, renderProof } from '@tenantscope/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Analysis, analyzeProject, type Site } from '../src/index.ts';
import { analyzeFiles, configuration, createDirectory, testModel, worstOf } from './cases.ts';
import { all, escapes, namesakes, others, type ScopedCase, scopedCases, scopedFiles, tenants, tsconfig, undeclared } from './tables/scoped-kysely.ts';

const modules = join(dirname(fileURLToPath(import.meta.url)), '../node_modules');

let analysis: Analysis;
const sitesOf = (c: ScopedCase): readonly Site[] => analysis.sites.filter((s) => s.file === `src/case${scopedCases.indexOf(c)}.ts`);
const summaryOf = (sites: readonly Site[]) => checkReport({ sites, incomplete: [], assumptions: [] }).summary;

beforeAll(async () => {
  analysis = await analyzeFiles(scopedFiles);
}, 120_000);

const describeGroup = (title: string, cases: readonly ScopedCase[], more?: (sites: readonly Site[]) => void): void => {
  describe(title, () => {
    it.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
      const sites = sitesOf(c);
      expect({ verdict: worstOf(sites), sites: sites.length }, c.why).toEqual({ verdict: c.verdict, sites: c.sites ?? 1 });
      if (c.rule !== undefined) expect(sites.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(c.rule);
      more?.(sites);
    });
  });
};

describeGroup('handles of a tenant', tenants, (sites) => { expect(sites.every((s) => s.escape === undefined)).toBe(true); });
describeGroup('what is beside them, or only looks like them', others);
describeGroup('types of the project with the same name', namesakes);
describeGroup('declared escapes', escapes, (sites) => {
  expect(sites.flatMap((s) => s.findings)).toEqual([]);
  expect(summaryOf(sites)).toMatchObject({ sites: 1, scoped: 0, unscoped: 0, unproven: 0, suppressed: 1, escapes: 1 });
});
describeGroup('escapes that are not declared', undeclared, (sites) => { expect(summaryOf(sites)).toMatchObject({ unscoped: 1, suppressed: 0, escapes: 1 }); });

describe('what is told of them', () => {
  it('explains a scoped site', () => {
    const [site] = sitesOf(tenants[1] as ScopedCase);
    expect(site && renderProof(site.proof, plain)).toEqual([
      'scoped',
      '  every table of the query',
      "    scoped-kysely attaches the handle's tenant to it by its class in the tenancy, and the handle's connection runs nothing that was not compiled so",
      '    the handle is scoped.forTenant(tenant)',
      '    the tenant is a TenantId: of a verified token or made by mintTenantId, which is checked at run time',
    ]);
  });

  it('keeps the operation and the tables', () => {
    expect(sitesOf(tenants[0] as ScopedCase)[0]).toMatchObject({ operation: 'select', tables: ['o'], function: 'f' });
  });

  it('lists an escape with its reason', () => {
    const sites = sitesOf(escapes[0] as ScopedCase);
    const report = checkReport({ sites, incomplete: [], assumptions: [] });
    expect(report.sites[0]).toMatchObject({ verdict: 'unscoped', tables: ['o'], escape: { reason: 'quarterly revenue', ticket: 'OPS-12', actor: 'billing-job', tables: ['o'] } });
    const text = renderCheck(report, { style: plain, linesOf: () => undefined });
    expect(text).toContain('  escape  select of o: quarterly revenue (ticket OPS-12, actor billing-job)\n');
    expect(text).toContain('1 query site: 0 scoped, 0 unscoped, 0 unproven, 1 suppressed, 0 unreadable (0.0 % proved); 1 escape (crossTenant)\n');
  });

  it('says where the declaration lacks something', () => {
    const [site] = sitesOf(undeclared[0] as ScopedCase);
    expect(site?.findings[0]?.refusal).toMatchObject({ rule: 'no-undeclared-escape', why: 'crossTenant is given no reason: crossTenant({ reason, ticket, actor, tables })' });
  });

  it('reads nothing of the package itself', () => {
    expect(analysis.incomplete).toEqual([]);
    expect(analysis.sites.filter((s) => !s.file.startsWith('src/case'))).toEqual([]);
  });
});

describe('a class of the project with the name', () => {
  it('is followed into its methods', async () => {
    const code = `import type { Db } from './db.js'; import type { TenantId } from './tenant.js';\nclass ScopedKysely { constructor(readonly db: Db, readonly id: TenantId) {} selectFrom(table: 'o') { return this.db.selectFrom(table).where('tenant_id', '=', this.id); } }\nexport const f = (s: ScopedKysely) => s${all};\n`;
    const { sites } = await analyzeFiles({ 'src/a.ts': code });
    expect(sites.map((s) => [s.line, s.verdict])).toEqual([[2, 'scoped']]);
  });
});

describe('a write to a table that all tenants read', () => {
  it('is no query of one tenant', async () => {
    await loadSqlReader();
    const { schema } = readSchema([{ name: 'schema.sql', text: 'create table countries (code text primary key, name text not null);' }]);
    const model = buildModel({ ...configuration, tables: { shared: ['countries'] } }, schema, readExpression);
    const code = `import type { ScopedKysely } from 'scoped-kysely'; interface T { countries: { code: string; name: string } }\nexport const f = (db: ScopedKysely<T>) => db.updateTable('countries').set({ name: 'x' }).execute();`;
    const directory = createDirectory({ 'src/a.ts': code, 'tsconfig.json': tsconfig });
    try {
      const { sites } = await analyzeProject({ directory, configuration, model });
      expect(sites.map((s) => s.findings.map((f) => f.refusal.rule))).toEqual([['no-shared-write']]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe('an installed package', () => {
  const made: string[] = [];
  afterAll(() => { made.forEach((path) => { rmSync(path, { recursive: true, force: true }); }); });

  const types = `import type { QueryCreator } from 'kysely';
export interface ScopedHandle<DB> extends Pick<QueryCreator<DB>, 'selectFrom' | 'deleteFrom'> { readonly tenantId: unknown }
export interface ScopedKysely<DB> extends ScopedHandle<DB> {}
export interface TenantDatabase<DB> { forTenant(tenant: unknown): ScopedKysely<DB> }
`;

  /** Node's own modules beside a package that holds declarations only. */
  const analyze = async (name: string, code: string): Promise<readonly Site[]> => {
    const directory = createDirectory({ 'src/a.ts': code, 'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', types: [] }, include: ['src'] }) });
    made.push(directory);
    unlinkSync(join(directory, 'node_modules'));
    mkdirSync(join(directory, 'node_modules', name), { recursive: true });
    for (const entry of readdirSync(modules)) if (entry !== 'scoped-kysely') symlinkSync(join(modules, entry), join(directory, 'node_modules', entry));
    writeFileSync(join(directory, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module', types: './index.d.ts' }));
    writeFileSync(join(directory, 'node_modules', name, 'index.d.ts'), types);
    return (await analyzeProject({ directory, configuration, model: await testModel() })).sites;
  };

  const code = (name: string): string => `import type { ScopedKysely, TenantDatabase } from '${name}';\nimport type { Kysely } from 'kysely';\nexport const f = (db: ScopedKysely<any>) => db.selectFrom('o').selectAll().execute();\nexport const g = (s: TenantDatabase<any>, t: unknown) => s.forTenant(t).deleteFrom('o').execute();\nexport const h = (db: Kysely<any>) => db.selectFrom('o').selectAll().execute();\n`;

  it('is known by its name', async () => {
    expect((await analyze('scoped-kysely', code('scoped-kysely'))).map((s) => s.verdict)).toEqual(['scoped', 'scoped', 'unscoped']);
  });

  it('is not known by the names in it', async () => {
    expect((await analyze('another-kysely', code('another-kysely'))).map((s) => s.verdict)).not.toContain('scoped');
  });
});
