import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Analysis, analyzeProject, loadProject } from '../src/index.ts';
import { configuration, shared, testModel } from './cases.ts';

const modules = join(dirname(fileURLToPath(import.meta.url)), '../node_modules');
const made: string[] = [];
afterAll(() => { made.forEach((path) => { rmSync(path, { recursive: true, force: true }); }); });

type Files = Readonly<Record<string, string>>;

const options = { strict: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, types: [] };
const tsconfig = (more: object = {}, rest: object = {}): string => JSON.stringify({ compilerOptions: { ...options, ...more }, include: ['src'], ...rest });
const manifest = (name: string, more: object = {}): string => JSON.stringify({ name, version: '1.0.0', type: 'module', ...more });

const repository = `import type { Kysely } from 'kysely';
import type { TenantId } from './tenant.js';
interface O { id: string; tenant_id: TenantId; total: number }
export interface DB { o: O }
export declare const db: Kysely<DB>;
export const orders = (tenant?: TenantId) => { const all = db.selectFrom('o').selectAll(); return (tenant === undefined ? all : all.where('tenant_id', '=', tenant)).execute(); };
export { requireTenant, type Request } from './tenant.js';
`;
const scoped = "import { orders, requireTenant, type Request } from '@shop/db';\nexport const mine = (req: Request) => orders(requireTenant(req).tenantId);\n";
const leaking = "import { db, orders, type Request } from '@shop/db';\nexport const all = (req: Request) => orders();\nexport const direct = () => db.selectFrom('o').selectAll().execute();\n";

const database: Files = {
  'packages/db/package.json': manifest('@shop/db', { exports: { types: './dist/index.d.ts', default: './dist/index.js' }, dependencies: { kysely: '*' } }),
  'packages/db/tsconfig.json': tsconfig({ outDir: 'dist', rootDir: 'src' }),
  'packages/db/src/index.ts': repository,
  'packages/db/src/tenant.ts': shared['src/tenant.ts'] ?? '',
};
const api = (handlers: string): Files => ({
  'packages/api/package.json': manifest('@shop/api', { dependencies: { '@shop/db': '*' } }),
  'packages/api/tsconfig.json': tsconfig(),
  'packages/api/src/handlers.ts': handlers,
});
const npm: Files = { 'package.json': manifest('shop', { workspaces: ['packages/*'] }) };

/** A monorepo, installed: `node_modules` of the root holds the libraries and links to its packages. */
const monorepo = (files: Files, linked: readonly string[] = ['db', 'api']): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tenantscope-workspace-')));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'node_modules/@shop'), { recursive: true });
  for (const name of ['kysely', 'pg']) symlinkSync(join(modules, name), join(root, 'node_modules', name));
  for (const name of linked) symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@shop', name));
  return root;
};

const analyze = async (directory: string): Promise<Analysis> =>
  analyzeProject({ directory, configuration: { ...configuration, tenant: { ...configuration.tenant, sources: ['packages/db/src/tenant.ts#requireTenant', '../db/src/tenant.ts#requireTenant'] } }, model: await testModel() });

const verdicts = ({ sites }: Analysis): readonly string[] => sites.map((s) => `${s.file} ${s.function} ${s.verdict}`);
const problems = ({ incomplete }: Analysis): readonly string[] => incomplete.map((i) => `${i.file ?? ''}: ${i.message}`);

const ways: Readonly<Record<string, Files>> = {
  'npm, Yarn and Bun': npm,
  'Yarn, the long way': { 'package.json': manifest('shop', { workspaces: { packages: ['./packages/*/'] } }) },
  'pnpm': { 'package.json': manifest('shop'), 'pnpm-workspace.yaml': "# ours\npackages:\n  - 'packages/**'\n  - '!packages/old'\n", 'packages/old/package.json': manifest('@shop/old'), 'packages/old/a.ts': "import { db } from '@shop/db'; db.deleteFrom('o').execute();" },
  'project references': { 'package.json': manifest('shop'), 'tsconfig.json': '{ "files": [], "references": [{ "path": "packages/db" }, { "path": "packages/api" }] }' },
};

describe.each(Object.entries(ways))('a monorepo of %s, in one run', (_, root) => {
  it('is proved across packages', async () => {
    const found = await analyze(monorepo({ ...root, ...database, ...api(scoped) }));
    expect({ verdicts: verdicts(found), problems: problems(found) }).toEqual({ verdicts: ['packages/db/src/index.ts orders scoped'], problems: [] });
  });

  it('is refused across packages', async () => {
    const found = await analyze(monorepo({ ...root, ...database, ...api(scoped + leaking.replace('orders, type Request', 'orders as every').replace('orders()', 'every()').replace('req: Request', '')) }));
    expect(verdicts(found)).toEqual(['packages/api/src/handlers.ts direct unscoped', 'packages/db/src/index.ts orders unscoped']);
    expect(found.sites[1]?.findings[0]?.trace.at(-1)?.file).toBe('packages/api/src/handlers.ts');
    expect(problems(found)).toEqual([]);
  });
});

describe('a package of a monorepo, checked by itself', () => {
  const built = { 'packages/db/dist/index.d.ts': 'export declare const orders: () => Promise<string>; export declare const db: string;', 'packages/db/dist/index.js': '' };

  it.each<readonly [what: string, files: Files]>([
    ['is not built', {}],
    ['was built some time ago', built],
    ['is built by a bundler', { 'packages/db/tsconfig.json': tsconfig({ noEmit: true }) }],
    ['is built by a bundler, some time ago', { ...built, 'packages/db/tsconfig.json': tsconfig({ noEmit: true }) }],
    ['is built by a tsconfig of its own', { 'packages/db/tsconfig.json': tsconfig({ noEmit: true }), 'packages/db/tsconfig.build.json': tsconfig({ outDir: 'out', rootDir: 'src' }), 'packages/db/package.json': manifest('@shop/db', { main: 'out/index.js', dependencies: { kysely: '*' } }) }],
    ['exports its source', { 'packages/db/package.json': manifest('@shop/db', { exports: './src/index.ts', dependencies: { kysely: '*' } }) }],
  ])('reads the source of another that %s', async (_, files) => {
    const found = await analyze(join(monorepo({ ...npm, ...database, ...api(leaking), ...files }), 'packages/api'));
    expect({ verdicts: verdicts(found), problems: problems(found) }).toEqual({ verdicts: ['../db/src/index.ts orders unscoped', 'src/handlers.ts direct unscoped'], problems: [] });
  });

  it.each<readonly [what: string, files: Files, linked: readonly string[], says: string]>([
    ['is not installed', {}, [], 'the source of @shop/db is not read: nothing is found for it: is it installed'],
    ['leads nowhere', { 'packages/db/package.json': manifest('@shop/db', { exports: './gone/index.js', dependencies: { kysely: '*' } }) }, ['db'], 'nothing is found for it'],
    ['leads to what is built of nobody knows what', { 'packages/db/package.json': manifest('@shop/db', { exports: { types: './bundle/all.d.ts' }, dependencies: { kysely: '*' } }), 'packages/db/bundle/all.d.ts': 'export declare const db: any; export declare const orders: any; export type Request = any;' }, ['db'], 'it leads to ../db/bundle/all.d.ts, which is built of sources that are not found'],
  ])('is incomplete where another %s', async (_, files, linked, says) => {
    const found = await analyze(join(monorepo({ ...npm, ...database, ...api(leaking), ...files }, linked), 'packages/api'));
    expect(problems(found).join('\n')).toContain(says);
    expect(problems(found).join('\n')).toContain('src/handlers.ts: ');
  });

  it('says nothing of one that no database is behind', async () => {
    const files = { 'packages/ui/package.json': manifest('@shop/ui', { exports: './bundle.js' }), 'packages/ui/bundle.js': '', 'packages/api/src/page.ts': "import { button } from '@shop/ui';\nexport const page = () => button();\n" };
    expect(problems(await analyze(join(monorepo({ ...npm, ...database, ...api(scoped), ...files }, ['db', 'ui']), 'packages/api')))).toEqual([]);
  });
});

describe('a package that is not read', () => {
  const beside: Files = { ...npm, ...database, ...api(scoped) };

  it('is an input that is missing where it has sources', async () => {
    const found = await analyze(monorepo({ ...beside, 'packages/jobs/package.json': manifest('@shop/jobs'), 'tsconfig.base.json': '{}', 'packages/jobs/src/job.ts': "import { db } from '@shop/db'; db.deleteFrom('o').execute();" }));
    expect(problems(found)).toEqual(['packages/jobs: no tsconfig.json of this package includes packages/jobs/src/job.ts or any other file of it, so nothing of the package is read']);
  });

  it('is an input that is missing where its tsconfig includes nothing', async () => {
    const found = await analyze(monorepo({ ...beside, 'packages/jobs/package.json': manifest('@shop/jobs'), 'packages/jobs/tsconfig.json': tsconfig({}, { include: ['source'] }), 'packages/jobs/src/job.ts': '' }));
    expect(problems(found)[0]).toContain('packages/jobs/src/job.ts');
  });

  it('is named where it has none', () => {
    const { assumptions, problems: none } = loadProject({ directory: monorepo({ ...beside, 'packages/config/package.json': manifest('@shop/config'), 'packages/config/index.js': '' }) });
    expect({ assumptions, none }).toEqual({ assumptions: ['packages/config has no TypeScript, so there is nothing of it to check'], none: [] });
  });

  it('counts where references leave it out', async () => {
    const found = await analyze(monorepo({ ...beside, 'tsconfig.json': '{ "files": [], "references": [{ "path": "packages/db" }] }', ...api(leaking) }));
    expect(verdicts(found)).toContain('packages/api/src/handlers.ts direct unscoped');
  });
});

describe('a workspace that cannot be read', () => {
  it('is an error', () => {
    expect(() => loadProject({ directory: monorepo({ ...database, 'tsconfig.json': tsconfig(), 'pnpm-workspace.yaml': 'packages: [' }) })).toThrow(/pnpm-workspace\.yaml cannot be read/);
  });

  it('has no package with a tsconfig', () => {
    expect(() => loadProject({ directory: monorepo({ ...npm, 'packages/db/package.json': manifest('@shop/db') }) })).toThrow(/There is no tsconfig\.json/);
  });
});
