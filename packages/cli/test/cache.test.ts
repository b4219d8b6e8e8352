import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { random } from '@tenantscope/testing';
import { databaseProject, project, repository, spawned, tenantscope } from './run.ts';

const query = (table: string, where: string): string => `select * from ${table}${where}`;

const files: Readonly<Record<string, string>> = {
  'src/db.ts': "import { Pool } from 'pg';\nexport const pool = new Pool();\n",
  'src/auth.ts': "export type TenantId = string & { readonly brand: 'TenantId' };\nexport declare const tenant: TenantId;\n",
  'src/a.ts': `import { pool } from './db.js';\nimport { tenant } from './auth.js';\nexport const a = () => pool.query('${query('orders', ' where tenant_id = $1')}', [tenant]);\n`,
  'src/file.ts': "import { readFileSync } from 'node:fs';\nimport { pool } from './db.js';\nexport const one = () => pool.query(readFileSync('queries/one.sql', 'utf8'));\n",
  'queries/one.sql': 'select 1',
  'tenantscope.config.json': JSON.stringify({ tenant: { column: 'tenant_id', types: ['TenantId'] } }),
  'migrations/1.sql': 'create table orders (id int primary key, tenant_id uuid not null);\ncreate table notes (id int primary key, tenant_id uuid not null);\n',
};

const check = ['check', '--format', 'json'];
const storeOf = (directory: string): string => join(directory, globSync('node_modules/.cache/tenantscope/check-*.json', { cwd: directory })[0] ?? 'none');
/** A file that is written anew is another file. */
const generation = (directory: string): number | undefined => statSync(storeOf(directory), { throwIfNoEntry: false })?.ino;

interface Ran {
  readonly outcome: Awaited<ReturnType<typeof tenantscope>>;
  readonly recalled: boolean;
}

const run = async (cwd: string, args: readonly string[] = check): Promise<Ran> => {
  const before = generation(cwd);
  const outcome = await tenantscope(args, { cwd });
  return { outcome, recalled: before !== undefined && generation(cwd) === before };
};

const write = (directory: string, path: string, text: string): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
};

/** A copy of `pg`'s types that may be edited: in a project they are links to the workspace's. */
const ownPg = (directory: string): void => {
  const link = join(directory, 'node_modules/@types/pg');
  rmSync(join(directory, 'node_modules/@types'), { recursive: true, force: true });
  cpSync(join(repository, 'packages/analyzer/node_modules/@types/pg'), link, { recursive: true, dereference: true });
};

describe('the result of the last run', () => {
  it('is printed again, without the compiler, while nothing has changed', async () => {
    const directory = databaseProject(files);
    const first = await spawned(check, { cwd: directory });
    const coverage = mkdtempSync(join(tmpdir(), 'tenantscope-coverage-'));
    const second = await spawned(check, { cwd: directory, env: { NODE_V8_COVERAGE: coverage } });
    expect(second).toMatchObject({ code: first.code, stdout: first.stdout, stderr: first.stderr });
    const loaded = readdirSync(coverage).map((f) => readFileSync(join(coverage, f), 'utf8')).join('');
    rmSync(coverage, { recursive: true });
    expect(loaded).toContain('/cli/src/cache.ts');
    expect(loaded).not.toMatch(/\/node_modules\/(typescript|ts-morph)\/|analyze\.ts/);
  });

  it.each<readonly [what: string, change: (directory: string) => void]>([
    ['a source', (d) => { write(d, 'src/a.ts', files['src/a.ts']?.replace('$1', '$2') ?? ''); }],
    ['a source, of the same size and time', (d) => { const at = join(d, 'src/a.ts'); const { atime, mtime } = statSync(at); writeFileSync(at, readFileSync(at, 'utf8').replace('$1', '$2')); utimesSync(at, atime, mtime); }],
    ['a new source', (d) => { write(d, 'src/deep/b.ts', `import { pool } from '../db.js';\npool.query('${query('notes', '')}');\n`); }],
    ['a source that another import finds first', (d) => { write(d, 'src/db.js/index.ts', ''); write(d, 'src/db.tsx', 'export const pool: any = 1;'); rmSync(join(d, 'src/db.ts')); }],
    ['a source that is gone', (d) => { rmSync(join(d, 'src/a.ts')); }],
    ['the tsconfig', (d) => { write(d, 'tsconfig.json', '{ "compilerOptions": { "strict": false, "module": "nodenext" }, "include": ["src"] }'); }],
    ['a tsconfig that it extends', (d) => { write(d, 'tsconfig.json', '{ "extends": "./base.json", "include": ["src"] }'); write(d, 'base.json', '{}'); }],
    ['the configuration', (d) => { write(d, 'tenantscope.config.json', JSON.stringify({ tenant: { column: 'tenant_id' } })); }],
    ['another configuration', (d) => { renameSync(join(d, 'tenantscope.config.json'), join(d, 'tenantscope.config.js')); write(d, 'tenantscope.config.js', 'export default {}'); }],
    ['a migration', (d) => { write(d, 'migrations/1.sql', 'create table orders (id int primary key, tenant_id uuid);'); }],
    ['a new migration', (d) => { write(d, 'migrations/2.sql', 'alter table orders drop column tenant_id;'); }],
    ['SQL that code reads from a file', (d) => { write(d, 'queries/one.sql', query('orders', '')); }],
    ['SQL that code would read from a file', (d) => { rmSync(join(d, 'queries/one.sql')); }],
    ['types of the library', (d) => { const at = join(d, 'node_modules/@types/pg/index.d.ts'); writeFileSync(at, readFileSync(at, 'utf8').replaceAll('class Pool ', 'class Puddle ')); }],
    ['the name of the package', (d) => { write(d, 'package.json', '{ "name": "scoped-kysely" }'); }],
    ['a suppression that ends', (d) => { write(d, 'src/a.ts', `// tenantscope-allow no-unscoped-query admin: reports (until 2020-01-01, ops)\n${files['src/a.ts'] ?? ''}`); }],
  ])('is no longer good after a change of %s', async (_, change) => {
    const directory = databaseProject(files);
    ownPg(directory);
    expect(await run(directory)).toMatchObject({ recalled: false });
    expect(await run(directory)).toMatchObject({ recalled: true });
    change(directory);
    const { outcome, recalled } = await run(directory);
    expect(recalled).toBe(false);
    expect(outcome).toEqual(await tenantscope([...check, '--no-cache'], { cwd: directory }));
  });

  it.each<readonly [what: string, change: (directory: string) => void]>([
    ['a page', (d) => { write(d, 'README.md', '# Orders'); }],
    ['a time', (d) => { utimesSync(join(d, 'src/a.ts'), 1, 1); }],
    ['a package that is not read', (d) => { write(d, 'node_modules/left-pad/index.js', ''); }],
    ['what is built', (d) => { write(d, 'dist/a.ts', 'export {};'); }],
  ])('stays good after a change of %s', async (_, change) => {
    const directory = databaseProject(files);
    await run(directory);
    change(directory);
    expect(await run(directory)).toMatchObject({ recalled: true });
  });

  it('is kept for each question by itself', async () => {
    const directory = databaseProject({ ...files, 'tsconfig.b.json': '{ "compilerOptions": { "module": "nodenext" }, "files": ["src/db.ts", "src/a.ts"] }' });
    await run(directory);
    expect(await run(directory, [...check, '--tsconfig', 'tsconfig.b.json'])).toMatchObject({ recalled: false });
    expect(await run(directory)).toMatchObject({ recalled: false });
  });

  it('is neither read nor written by --no-cache and --no-store', async () => {
    const directory = databaseProject(files);
    for (const option of ['--no-cache', '--no-store']) await tenantscope([...check, option], { cwd: directory });
    expect(existsSync(storeOf(directory))).toBe(false);
  });

  it.each(['', '{', '{"key":1}', '[]', 'null', '\0\0'])('is made anew when what is kept is %j', async (text) => {
    const directory = databaseProject(files);
    const { outcome } = await run(directory);
    writeFileSync(storeOf(directory), text);
    expect(await run(directory)).toEqual({ outcome, recalled: false });
  });

  it('is done without where nothing can be kept', async () => {
    const directory = project({ ...files, 'tsconfig.json': '{ "include": ["src"] }' });
    symlinkSync('/dev/null', join(directory, 'node_modules'));
    expect((await tenantscope(check, { cwd: directory })).stderr).not.toContain('cannot be written');
  });
});

const edits = 500;

describe('a repository that is edited at random', () => {
  it(`is judged ${edits} times as a clean run judges it`, async () => {
    const directory = databaseProject(files);
    const pick = random(7);
    const one = <T>(list: readonly T[]): T => list[pick(list.length)] as T;
    // Functions that call each other, by names that may lead elsewhere after the next edit.
    const source = (): string =>
      one([
        `import { ${one(['f', 'g as f'])} } from './${one(['a', 'b', 'c', 'deep/d'])}.js';\nimport { tenant } from './auth.js';\nexport const g = (t: string) => f(${one(['t', 'tenant'])} as never);\nexport const h = (id: string) => g(${one(['id', 'tenant'])});\n`,
        `import { pool } from './db.js';\nimport type { TenantId } from './auth.js';\nexport const f = (t: TenantId) => pool.query('${query('orders', ' where tenant_id = $1')}', [t]);\nexport { f as g };\n`,
        `import { pool } from './db.js';\nimport { tenant } from './auth.js';\nexport const f = () => pool.query('${query(one(['orders', 'notes', 'gone']), one(['', ' where tenant_id = $1', ' where id = $1']))}', [${one(['tenant', '1', 'tenant as string'])}]);\n`,
        `import { tenant } from './${one(['auth', 'nowhere', 'c'])}.js';\nexport { tenant };\n`,
        'export {};\n',
      ]);
    const contents: Readonly<Record<string, () => string>> = {
      'src/a.ts': source,
      'src/b.ts': source,
      'src/c.ts': source,
      'src/deep/d.ts': source,
      'src/auth.ts': () => one([files['src/auth.ts'] ?? '', 'export type TenantId = string;\nexport declare const tenant: TenantId;\n', 'export const tenant = 1;\n']),
      'migrations/1.sql': () => one([files['migrations/1.sql'] ?? '', 'create table orders (id int primary key, tenant_id uuid);\n']),
      'migrations/2.sql': () => one(['', 'create table gone (id int, tenant_id uuid not null);\n', 'create table (']),
      'tenantscope.config.json': () => one([files['tenantscope.config.json'] ?? '', '{}', '{ "tenant": { "column": "tenant_id", "provenance": "names" } }', '{ "tenant": 1 }']),
      'tsconfig.json': () => one(['{ "compilerOptions": { "strict": true, "module": "nodenext" }, "include": ["src"] }', '{ "compilerOptions": { "module": "nodenext" }, "files": ["src/a.ts"] }', '{']),
      'queries/one.sql': () => query(one(['orders', 'notes']), one(['', ' where tenant_id = $1'])),
      'README.md': () => `${pick(9)}`,
    };
    const kept = new Set(['src/db.ts', 'tsconfig.json']);
    let recalls = 0;
    for (let i = 0; i < edits; i += 1) {
      const path = one(Object.keys(contents));
      if (pick(5) === 0 && !kept.has(path)) rmSync(join(directory, path), { force: true });
      else write(directory, path, contents[path]?.() ?? '');
      const { outcome, recalled } = await run(directory);
      if (recalled) recalls += 1;
      expect({ edit: i, outcome }).toEqual({ edit: i, outcome: await tenantscope([...check, '--no-cache'], { cwd: directory }) });
    }
    expect(recalls).toBeGreaterThan(edits / 10);
  }, 300_000);
});
