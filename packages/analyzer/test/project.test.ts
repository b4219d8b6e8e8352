import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Schema } from '@tenantscope/core';
import { analyzeProject, loadProject, ProjectError, readDeclaredSchema } from '../src/index.ts';
import { analyzeFiles, configuration, createDirectory, testModel, worstOf } from './cases.ts';

const made: string[] = [];
const directory = (files: Readonly<Record<string, string>>): string => {
  const path = createDirectory(files);
  made.push(path);
  return path;
};
afterAll(() => { made.forEach((path) => { rmSync(path, { recursive: true, force: true }); }); });

const analyze = async (path: string, tsconfig?: string) => analyzeProject({ directory: path, tsconfig, configuration, model: await testModel() });
const tsconfig = (more: object = {}): string => JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', moduleResolution: 'nodenext', target: 'es2022', types: [], ...more }, include: ['src'] });
const handle = "import type { Db } from './db.js'; import type { Auth } from './tenant.js';\n";

describe('projects that cannot be analysed', () => {
  const failures = [
    { name: 'no such directory', make: () => '/nowhere/at/all', code: 'no-directory', says: '/nowhere/at/all' },
    { name: 'no tsconfig', make: () => directory({ 'a.ts': '' }), code: 'no-tsconfig', says: 'no tsconfig.json' },
    { name: 'broken tsconfig', make: () => directory({ 'tsconfig.json': '{ "compilerOptions": { "strict": tru' }), code: 'bad-tsconfig', says: 'tsconfig.json' },
    { name: 'unknown option value', make: () => directory({ 'tsconfig.json': '{ "compilerOptions": { "target": "es1" }, "files": [] }' }), code: 'bad-tsconfig', says: 'target' },
    { name: 'lost reference', make: () => directory({ 'tsconfig.json': '{ "files": [], "references": [{ "path": "./gone" }] }' }), code: 'bad-tsconfig', says: 'gone' },
  ];

  it.each(failures)('$name: a $code error that says so', ({ make, code, says }) => {
    const path = make();
    let error: unknown;
    try {
      loadProject({ directory: path });
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(ProjectError);
    expect(error).toMatchObject({ code });
    expect((error as ProjectError).message).toContain(says);
  });

  it('names the tsconfig files to choose from', () => {
    const path = directory({ 'tsconfig.app.json': tsconfig(), 'tsconfig.test.json': tsconfig() });
    expect(() => loadProject({ directory: path })).toThrow(/tsconfig\.app\.json, tsconfig\.test\.json/);
    expect(loadProject({ directory: path, tsconfig: 'tsconfig.app.json' }).files).toHaveLength(0);
  });

  it('tells an empty project from a clean one', async () => {
    const { sites, incomplete, files } = await analyze(directory({ 'tsconfig.json': tsconfig() }));
    expect({ sites, files }).toEqual({ sites: [], files: 0 });
    expect(incomplete[0]?.message).toContain('no TypeScript file');
  });
});

describe('projects that are odd', () => {
  it('reports a syntax error with its line, and analyses the rest', async () => {
    const { sites, incomplete } = await analyzeFiles({
      'src/bad.ts': `${handle}export async function f(db: Db {\n  return db.selectFrom('o').selectAll().execute();\n`,
      'src/good.ts': `${handle}export async function f(db: Db) { return db.selectFrom('o').selectAll().execute(); }`,
    });
    expect(incomplete).toContainEqual(expect.objectContaining({ file: 'src/bad.ts', line: 2, message: expect.stringContaining('syntax error') as string }));
    expect(sites.find((s) => s.file === 'src/good.ts')?.verdict).toBe('unscoped');
  });

  it('prefers tsconfig.json to others', () => {
    const path = directory({ 'tsconfig.json': tsconfig(), 'tsconfig.build.json': '{ broken', 'src/a.ts': 'export {};' });
    expect(loadProject({ directory: path }).files).toHaveLength(1);
  });

  it('follows project references', () => {
    const path = directory({
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./one" }, { "path": "./two/tsconfig.lib.json" }] }',
      'one/tsconfig.json': '{ "compilerOptions": { "composite": true }, "include": ["*.ts"] }',
      'one/a.ts': 'export const a = 1;',
      'two/tsconfig.lib.json': '{ "compilerOptions": { "composite": true }, "include": ["*.ts"] }',
      'two/b.ts': 'export const b = 1;',
    });
    const project = loadProject({ directory: path });
    expect(project.files.map(project.pathOf).sort()).toEqual(['one/a.ts', 'two/b.ts']);
  });

  it('places sites and findings in files with BOM and CRLF', async () => {
    const text = `\uFEFF${handle}export async function f(db: Db) {\n  return db\n    .selectFrom('o')\n    .selectAll()\n    .execute();\n}\n`.replaceAll('\n', '\r\n');
    const { sites } = await analyzeFiles({ 'src/a.ts': text });
    expect(sites).toHaveLength(1);
    expect(sites[0]).toMatchObject({ file: 'src/a.ts', line: 3, column: 10, endLine: 6, function: 'f', operation: 'select', tables: ['o'], verdict: 'unscoped' });
    expect(sites[0]?.findings[0]).toMatchObject({ line: 4, refusal: { rule: 'no-unscoped-query' } });
  });

  it('underlines inside SQL text', async () => {
    const code = "import type { Pool } from 'pg'; import type { Auth } from './tenant.js';\nexport async function f(pool: Pool, a: Auth) {\n  return pool.query(\n    `select p.id\n     from o\n     join p on p.o_id = o.id\n     where o.tenant_id = $1`, [a.tenantId]);\n}\n";
    const { sites } = await analyzeFiles({ 'src/a.ts': code });
    expect(sites[0]?.findings[0]).toMatchObject({ line: 6, column: 11, endLine: 6, endColumn: 12 });
  });

  it('follows a chain of 400 calls', async () => {
    const links = Array.from({ length: 400 }, (_, i) => `.where('total', '>', ${i})`).join('\n');
    const { sites } = await analyzeFiles({ 'src/a.ts': `${handle}export async function f(db: Db, a: Auth) { return db.selectFrom('o').selectAll()${links}.where('tenant_id', '=', a.tenantId).execute(); }` });
    expect(worstOf(sites)).toBe('scoped');
  });

  it('says that a chain of 2,000 calls is more than the compiler can take', async () => {
    const links = Array.from({ length: 2000 }, (_, i) => `.where('total', '>', ${i})`).join('\n');
    const { sites, incomplete } = await analyzeFiles({ 'src/a.ts': `${handle}export async function f(db: Db, a: Auth) { return db.selectFrom('o').selectAll()${links}.where('tenant_id', '=', a.tenantId).execute(); }` });
    expect(sites).toEqual([]);
    expect(incomplete).toEqual([expect.objectContaining({ file: 'src/a.ts', message: expect.stringContaining('levels deep') as string })]);
  });

  it('gives an answer for code that nests thousands of levels deep', async () => {
    const deep = `${'('.repeat(5000)}1${')'.repeat(5000)}`;
    const { sites, incomplete } = await analyzeFiles({ 'src/a.ts': `${handle}export async function f(db: Db) { const x = ${deep}; return db.selectFrom('o').selectAll().where('total', '=', x).execute(); }` });
    expect(worstOf(sites) === 'unscoped' || incomplete.length > 0).toBe(true);
  });

  it('does not drown in paths', async () => {
    const ifs = Array.from({ length: 40 }, (_, i) => `if (c[${i}]) q = q.where('total', '=', ${i}); else q = q.where('status', '=', '${i}');`).join('\n');
    const { sites } = await analyzeFiles({ 'src/a.ts': `${handle}export async function f(db: Db, a: Auth, c: boolean[]) { let q = db.selectFrom('o').selectAll().where('tenant_id', '=', a.tenantId);\n${ifs}\nreturn q.execute(); }` });
    expect(['unproven', 'scoped']).toContain(worstOf(sites));
  });

  it('accepts names as provenance where the configuration says so', async () => {
    const code = "import type { Kysely } from 'kysely';\nexport async function f(db: Kysely<any>, tenantId: string) { return db.selectFrom('o').selectAll().where('tenant_id', '=', tenantId).execute(); }";
    expect(worstOf((await analyzeFiles({ 'src/a.ts': code })).sites)).toBe('unproven');
    expect(worstOf((await analyzeFiles({ 'src/a.ts': code }, { provenance: 'names' })).sites)).toBe('scoped');
  });
});

const types = `import type { ColumnType, Generated, Kysely } from 'kysely';
export interface DB { orders: { id: Generated<string>; tenant_id: string; note: string | null; at: ColumnType<Date, string | undefined, never> }; 'billing.invoices': { id: string } }
export declare const db: Kysely<DB>;`;

describe('the schema of a Kysely type', () => {
  const columns = (schema: Schema | undefined, table: string) => Object.fromEntries([...(schema?.tables.find((t) => t.name === table)?.columns ?? [])].map(([name, c]) => [name, c.notNull]));

  it.each([
    { name: 'configured', types: 'src/db.ts#DB' },
    { name: 'inferred from the first handle', types: undefined },
  ])('$name', ({ types: reference }) => {
    const path = directory({ 'tsconfig.json': tsconfig(), 'src/db.ts': types });
    const schema = readDeclaredSchema(loadProject({ directory: path }), { schema: { types: reference } })?.schema;
    expect(columns(schema, 'orders')).toEqual({ id: true, tenant_id: true, note: false, at: true });
    expect(schema?.tables.find((t) => t.name === 'invoices')).toMatchObject({ schema: 'billing' });
    expect(schema?.keysKnown).toBe(false);
  });

  it('says when the configured type is not there', () => {
    const path = directory({ 'tsconfig.json': tsconfig(), 'src/db.ts': types });
    expect(() => readDeclaredSchema(loadProject({ directory: path }), { schema: { types: 'src/db.ts#Database' } })).toThrow(/Database/);
    expect(() => readDeclaredSchema(loadProject({ directory: path }), { schema: { types: 'src/other.ts#DB' } })).toThrow(/src\/other\.ts/);
  });
});
