import { loadConfiguration } from '@tenantscope/command';
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseProject, project, spawned, tenantscope } from '../run.ts';
import { treeOf } from './project.ts';

const init = (directory: string, ...args: readonly string[]) => tenantscope(['init', '--yes', ...args], { cwd: directory });

const kyselySource = `import { Kysely, type Generated } from 'kysely';
export interface Database { workspaces: { id: Generated<string>; name: string }; notes: { id: string; workspace_id: string; text: string }; colours: { code: string } }
export const notes = (db: Kysely<Database>) => db.selectFrom('notes').selectAll().execute();
`;
const pgSource = `import { Pool } from 'pg';
const pool = new Pool();
export const all = () => pool.query('select * from orders');
export const lines = () => pool.query('select * from order_lines');
`;
const migration = `create table accounts (id uuid primary key);
create table orders (id uuid primary key, account_id uuid not null references accounts (id));
create table order_lines (order_id uuid not null references orders (id) on delete cascade, text text);
create table colours (code text primary key);
`;

describe('init: kinds of projects', () => {
  it('reads a bare Kysely project from its type', async () => {
    const directory = databaseProject({ 'src/notes.ts': kyselySource, 'package.json': '{ "dependencies": { "kysely": "*" } }' });
    const { code, stdout } = await init(directory);
    expect(code).toBe(0);
    expect(loadConfiguration(directory, undefined).configuration).toEqual({ tenant: { column: 'workspace_id', root: 'workspaces.id' }, tables: {}, schema: { types: 'src/notes.ts#Database' } });
    expect(stdout).toContain('src/notes.ts:3:');
    expect(stdout).toContain('rows of notes that belong to other tenants reach the result');
  });

  it('reads a pg project from its migrations', async () => {
    const directory = databaseProject({ 'src/orders.ts': pgSource, 'sql/changes/0001_tables.sql': migration });
    expect((await init(directory, '--provenance', 'names')).code).toBe(0);
    expect(loadConfiguration(directory, undefined).configuration).toEqual({
      tenant: { column: 'account_id', root: 'accounts.id', provenance: 'names' },
      tables: { via: { order_lines: 'orders(order_id)' } },
      schema: { migrations: 'sql/changes/*.sql' },
    });
  });

  it('assumes the column where nothing says what the tables are, and says so', async () => {
    const directory = databaseProject({ 'src/orders.ts': pgSource });
    expect((await init(directory)).code).toBe(0);
    expect(readFileSync(join(directory, 'tenantscope.config.ts'), 'utf8')).toContain('// Nothing says what the tables are: this one is assumed, so put yours here.\n    column: \'tenant_id\',');
  });

  it('sets up the root of a monorepo for all of its packages', async () => {
    const directory = databaseProject({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/api/package.json': '{ "name": "api", "dependencies": { "pg": "*" } }',
      'packages/api/tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" } }',
      'packages/api/src/orders.ts': pgSource,
      'packages/api/migrations/1.sql': migration,
    });
    expect((await init(directory)).code).toBe(0);
    expect(loadConfiguration(directory, undefined).configuration.schema).toEqual({ migrations: 'packages/api/migrations/*.sql' });
  });

  it('writes JavaScript where a compiler would take TypeScript for a source of the product', async () => {
    const directory = databaseProject({ 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "outDir": "dist" }, "exclude": ["node_modules"] }', 'src/orders.ts': pgSource });
    expect((await init(directory)).code).toBe(0);
    expect(Object.keys(treeOf(directory))).toContain('tenantscope.config.mjs');
    expect(loadConfiguration(directory, undefined).configuration.tenant).toEqual({ column: 'tenant_id' });
  });

  it('types the configuration where tenantscope is installed', async () => {
    const directory = databaseProject({ 'src/orders.ts': pgSource, 'installed/tenantscope/package.json': '{}' });
    symlinkSync(join(directory, 'installed/tenantscope'), join(directory, 'node_modules/tenantscope'));
    expect((await init(directory)).code).toBe(0);
    expect(readFileSync(join(directory, 'tenantscope.config.ts'), 'utf8')).toMatch(/^import \{ defineConfig \} from 'tenantscope';\n[^]*\nexport default defineConfig\(\{\n[^]*\n\}\);\n$/);
    expect(loadConfiguration(directory, undefined).configuration.tenant).toEqual({ column: 'tenant_id' });
  });

  it('can name tables whatever they are called, or says that it cannot', async () => {
    const odd = `create table tenants (id int primary key);
create table parents (id int primary key, tenant_id int not null references tenants (id));
create table "it's" (p int not null references parents (id));
create table "__proto__" (p int not null references parents (id));
create table "*/ \u2028 \`x\`" (p int not null references parents (id));
create table "a.b" (p int not null references parents (id));
create table "constructor" (code text);
create schema "s";
create table s."Ünïcode" (p int not null references parents (id));
`;
    const directory = databaseProject({ 'src/orders.ts': pgSource, 'migrations/1.sql': odd });
    expect((await init(directory)).code).toBe(0);
    const { via = {} } = loadConfiguration(directory, undefined).configuration.tables ?? {};
    expect(new Map(Object.entries(via))).toEqual(new Map([["it's", 'parents(p)'], ['"a.b"', 'parents(p)'], ['s.Ünïcode', 'parents(p)']]));
    expect(readFileSync(join(directory, 'tenantscope.config.ts'), 'utf8')).toMatch(/Of no use here, for the characters in their names: "__proto__", "\*\/ .*"\.\n/);
  });
});

describe('init: what cannot be set up is left as it is', () => {
  it.each([
    ['an empty directory', {}, 'There is no tsconfig.json'],
    ['a directory without a tsconfig', { 'src/orders.ts': pgSource }, 'There is no tsconfig.json'],
    ['a project without a database library', { 'tsconfig.json': '{}', 'src/a.ts': 'export const a = 1;' }, 'no database library is used here'],
    ['a project that is not installed', { 'tsconfig.json': '{}', 'src/a.ts': 'export const a = 1;', 'package.json': '{ "dependencies": { "kysely": "*" } }', 'pnpm-lock.yaml': '' }, 'pnpm install'],
    ['a project that uses what is not installed', { 'tsconfig.json': '{}', 'src/notes.ts': kyselySource }, 'its types are not installed'],
    ['a configuration that is wrong', { 'tsconfig.json': '{}', 'src/orders.ts': pgSource, 'tenantscope.config.json': '{ "tenant": { "colum": "x" } }' }, 'did you mean "column"?'],
  ])('%s', async (_name, files, message) => {
    const directory = project(files);
    const before = treeOf(directory);
    const { code, stderr } = await init(directory);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
    expect(treeOf(directory)).toEqual(before);
  });

  it('asks for --yes where nobody can answer', async () => {
    const directory = databaseProject({ 'src/orders.ts': pgSource });
    const before = treeOf(directory);
    expect(await spawned(['init'], { cwd: directory })).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('Pass --yes') as string });
    expect(treeOf(directory)).toEqual(before);
  });

  it('shows what it would write with --dry-run', async () => {
    const directory = databaseProject({ 'src/orders.ts': pgSource });
    const before = treeOf(directory);
    const { code, stdout } = await tenantscope(['init', '--dry-run'], { cwd: directory });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("column: 'tenant_id',") as string });
    expect(treeOf(directory)).toEqual(before);
  });

  it('keeps what is there', async () => {
    const own = "export default { tenant: { column: 'account_id' }, schema: { migrations: 'migrations/*.sql' } };\n";
    const gate = 'jobs: { gate: { steps: [{ run: npx tenantscope check }] } }\n';
    const files = { 'src/orders.ts': pgSource, 'migrations/1.sql': migration, 'tenantscope.config.mjs': own, '.git/HEAD': '', '.github/workflows/ci.yml': gate };
    const directory = databaseProject(files);
    const { code, stdout } = await init(directory);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('kept as they are: tenantscope.config.mjs, .github/workflows/ci.yml') as string });
    expect(treeOf(directory)).toMatchObject(files);
    expect(existsSync(join(directory, '.github/workflows/tenantscope.yml'))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('writes nothing into a directory that takes nothing', async () => {
    const directory = databaseProject({ 'src/orders.ts': pgSource });
    chmodSync(directory, 0o555);
    expect(await init(directory)).toMatchObject({ code: 2, stderr: expect.stringContaining('permission denied. Nothing was written') as string });
    chmodSync(directory, 0o755);
  });

  it('writes nothing when one of the files has no place', async () => {
    const directory = databaseProject({ 'src/orders.ts': pgSource, '.git/config': 'url = https://github.com/a/b', '.github': 'a file' });
    const before = treeOf(directory);
    expect(await init(directory)).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing was written') as string });
    expect(treeOf(directory)).toEqual(before);
  });

  it('ends 3 for what it could not read, and says so', async () => {
    const directory = databaseProject({ 'src/orders.ts': `${pgSource}export const = 1;\n` });
    expect(await init(directory)).toMatchObject({ code: 3, stderr: expect.stringContaining('incomplete') as string });
  });

  it('follows a link to the configuration of ESLint', async () => {
    const eslint = 'export default [];\n';
    const directory = databaseProject({ 'src/orders.ts': pgSource, 'config/eslint.js': eslint, 'package.json': '{ "devDependencies": { "eslint": "*" } }', 'node_modules_x/eslint-plugin-tenantscope/package.json': '{}' });
    symlinkSync(join(directory, 'node_modules_x/eslint-plugin-tenantscope'), join(directory, 'node_modules/eslint-plugin-tenantscope'));
    symlinkSync('config/eslint.js', join(directory, 'eslint.config.mjs'));
    expect((await init(directory)).code).toBe(0);
    expect(readFileSync(join(directory, 'config/eslint.js'), 'utf8')).toBe("import tenantscope from 'eslint-plugin-tenantscope';\n\nexport default [...tenantscope.configs.recommended];\n");
  });
});
