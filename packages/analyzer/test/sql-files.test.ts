import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileAnalyzer } from '../src/file.ts';
import { analyzeProject, type Analysis, type Site } from '../src/index.ts';
import { type Case, configuration, createDirectory, shared, testModel, worstOf } from './cases.ts';

const scoped = 'select *\nfrom o\nwhere tenant_id = $1\n';
const unscoped = '-- every order\nselect *\nfrom o\nwhere status = $1';

const files: Readonly<Record<string, string>> = {
  'package.json': '{}',
  'queries/list.sql': scoped,
  'queries/all.sql': unscoped,
  'src/list.sql': scoped,
  'src/all.sql': unscoped,
  'src/paged.sql': `${scoped.trimEnd()} and total > $2 limit $3`,
  'src/two.sql': 'delete from o where tenant_id = $1; delete from p where tenant_id = $1;',
  'src/broken.sql': 'selec * fro o',
  'src/empty.sql': '',
  'src/list.txt': scoped,
  'packages/api/package.json': '{}',
  'packages/api/queries/own.sql': scoped,
  'packages/api/queries/list.sql': unscoped,
  'packages/api/queries/all.sql': unscoped,
  'packages/api/src/own.ts': `import { readFileSync } from 'node:fs'; import type { Pool } from 'pg'; import type { Auth } from '../../../src/tenant.js';\nexport const f = (pool: Pool, a: Auth) => pool.query(readFileSync('queries/own.sql', 'utf8'), [a.tenantId]);`,
  'packages/api/src/either.ts': `import { readFileSync } from 'node:fs'; import type { Pool } from 'pg'; import type { Auth } from '../../../src/tenant.js';\nexport const f = (pool: Pool, a: Auth) => pool.query(readFileSync('queries/list.sql', 'utf8'), [a.tenantId]);`,
  'packages/api/src/same.ts': `import { readFileSync } from 'node:fs'; import type { Pool } from 'pg'; import type { Auth } from '../../../src/tenant.js';\nexport const f = (pool: Pool, a: Auth) => pool.query(readFileSync('queries/all.sql', 'utf8'), [a.tenantId]);`,
};

const prelude = `import { readFileSync } from 'node:fs';
import * as fs from 'node:fs';
import fsDefault, { promises } from 'fs';
import { readFile } from 'node:fs/promises';
import path, { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import type postgres from 'postgres';
import { sql as ksql } from 'kysely';
import type { Auth, Request } from './tenant.js';
import type { Db } from './db.js';
`;

/** Both files at a path: `list.sql` holds the tenant, `all.sql` does not. */
const both = (name: string, code: string): readonly Case[] => [
  { name, code, verdict: 'scoped', why: '$1 is the tenant' },
  { name: `${name}, unscoped`, code: code.replaceAll('list.sql', 'all.sql'), verdict: 'unscoped', rule: 'no-unscoped-query', why: '$1 is a status' },
];

const query = (text: string): string => `export const f = async (pool: Pool, a: Auth) => pool.query(${text}, [a.tenantId]);`;

const cases: readonly Case[] = [
  ...both('a path', query(`readFileSync('queries/list.sql', 'utf8')`)),
  ...both('an options object', query(`readFileSync('./queries/list.sql', { encoding: 'utf8' })`)),
  ...both('a namespace', query(`fs.readFileSync('queries/list.sql', 'utf8')`)),
  ...both('a default import', query(`fsDefault.readFileSync('queries/list.sql', 'utf8')`)),
  ...both('a URL', query(`readFileSync(new URL('./list.sql', import.meta.url), 'utf8')`)),
  ...both('fileURLToPath', query(`readFileSync(fileURLToPath(new URL('./list.sql', import.meta.url)), 'utf8')`)),
  ...both('__dirname', query(`readFileSync(join(__dirname, 'list.sql'), 'utf8')`)),
  ...both('__dirname and ..', query(`readFileSync(path.resolve(__dirname, '..', 'queries', 'list.sql')).toString('utf8')`)),
  ...both('import.meta.dirname', query(`readFileSync(path.join(import.meta.dirname, 'list.sql'), 'utf8')`)),
  ...both('dirname of import.meta.url', query(`readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'list.sql'), 'utf8')`)),
  ...both('dirname of import.meta.filename', query('readFileSync(`${dirname(import.meta.filename)}/list.sql`, "utf8")')),
  ...both('process.cwd()', query(`readFileSync(resolve(process.cwd(), 'queries/list.sql'), 'utf8')`)),
  ...both('node:fs/promises', query(`await readFile('queries/list.sql', 'utf8')`)),
  ...both('fs.promises', query(`(await fs.promises.readFile('queries/list.sql')).toString()`)),
  ...both('promises', query(`await promises.readFile('queries/list.sql', 'utf8')`)),
  ...both('then', `export const f = (pool: Pool, a: Auth) => readFile('queries/list.sql', 'utf8').then((text) => pool.query(text, [a.tenantId]));`),
  ...both('trim', query(`readFileSync('queries/list.sql', 'utf8').trim()`)),
  ...both('String', query(`String(readFileSync('queries/list.sql'))`)),
  ...both('a constant', `const text = readFileSync(new URL('./list.sql', import.meta.url), 'utf8'); ${query('text')}`),
  ...both('a table of texts', `const here = dirname(fileURLToPath(import.meta.url)); const read = (name: string) => readFileSync(join(here, name), 'utf8'); const texts = { a: read('list.sql') }; ${query('texts.a')}`),
  ...both('a query object', `export const f = (pool: Pool, a: Auth) => pool.query({ text: readFileSync('queries/list.sql', 'utf8'), values: [a.tenantId] });`),
  ...both('text with more text', query(`readFileSync('queries/list.sql', 'utf8') + ' order by id'`)),
  ...both('?raw', `import text from './list.sql?raw'; ${query('text')}`),
  ...both('a plain import', `import text from './list.sql'; ${query('text')}`),
  ...both('import with a type', `import text from './list.sql' with { type: 'text' }; ${query('text')}`),
  ...both('postgres.js file', `export const f = (sql: postgres.Sql, a: Auth) => sql.file('queries/list.sql', [a.tenantId]);`),
  ...both('postgres.js unsafe', `export const f = (sql: postgres.Sql, a: Auth) => sql.unsafe(readFileSync('queries/list.sql', 'utf8'), [a.tenantId]);`),
  { name: 'kysely', code: `export const f = (db: Db) => ksql.raw(readFileSync('queries/all.sql', 'utf8')).execute(db);`, verdict: 'unscoped', why: 'the text is read' },
  { name: 'the client’s value', code: `export const f = (pool: Pool, req: Request) => pool.query(readFileSync('queries/list.sql', 'utf8'), [req.body.tenant]);`, verdict: 'unscoped', rule: 'no-untrusted-tenant', why: 'the client chose it' },
  { name: 'values in another order', code: `export const f = (pool: Pool, a: Auth, n: number) => pool.query(readFileSync('src/paged.sql', 'utf8'), [n, a.tenantId, 10]);`, verdict: 'unproven', why: '$1 is a number' },
  { name: 'several values', code: `export const f = (pool: Pool, a: Auth, n: number) => pool.query(readFileSync('src/paged.sql', 'utf8'), [a.tenantId, n, 10]);`, verdict: 'scoped', why: '$1 is the tenant' },
  { name: 'several statements', code: query(`readFileSync('src/two.sql', 'utf8')`), verdict: 'scoped', why: 'each is' },
  { name: 'one path or the other', code: `export const f = (pool: Pool, a: Auth, all: boolean) => pool.query(readFileSync(all ? 'queries/all.sql' : 'queries/list.sql', 'utf8'), [a.tenantId]);`, verdict: 'unscoped', why: 'one of them has no tenant' },
  { name: 'one path or the other, both scoped', code: `export const f = (pool: Pool, a: Auth, all: boolean) => pool.query(readFileSync(all ? 'src/list.sql' : 'queries/list.sql', 'utf8'), [a.tenantId]);`, verdict: 'scoped', why: 'both hold the tenant' },
  { name: 'a name of a type', code: `export const f = (pool: Pool, a: Auth, name: 'list' | 'all') => pool.query(readFileSync(\`queries/\${name}.sql\`, 'utf8'), [a.tenantId]);`, verdict: 'unscoped', why: 'each name is read' },
  { name: 'a name that callers give', code: `const load = (name: string) => readFileSync(\`queries/\${name}.sql\`, 'utf8'); export const f = (pool: Pool, a: Auth) => pool.query(load('list'), [a.tenantId]);`, verdict: 'scoped', why: 'the helper is followed' },
  { name: 'a name that is not known', code: `export const f = (pool: Pool, a: Auth, name: string) => pool.query(readFileSync(\`queries/\${name}.sql\`, 'utf8'), [a.tenantId]);`, verdict: 'unproven', why: 'which file' },
  { name: 'no such file', code: query(`readFileSync('queries/gone.sql', 'utf8')`), verdict: 'unproven', why: 'nothing to read' },
  { name: 'no such import', code: `import text from './gone.sql?raw'; ${query('text')}`, verdict: 'unproven', why: 'nothing to read' },
  { name: 'an import of an alias', code: `import text from '@/list.sql?raw'; ${query('text')}`, verdict: 'unproven', why: 'where it leads is not followed' },
  { name: 'a named import', code: `import { list } from './list.sql'; ${query('list')}`, verdict: 'unproven', why: 'what a loader makes of it is not known' },
  { name: 'a file that cannot be read as SQL', code: query(`readFileSync('src/broken.sql', 'utf8')`), verdict: 'unproven', why: 'never skipped' },
  { name: 'a file of another kind', code: query(`readFileSync('src/list.txt', 'utf8')`), verdict: 'unproven', why: 'it is not read' },
  { name: 'another encoding', code: query(`readFileSync('queries/list.sql', 'base64')`), verdict: 'unproven', why: 'that is other text' },
  { name: 'replaced text', code: query(`readFileSync('queries/list.sql', 'utf8').replace('tenant_id', 'id')`), verdict: 'unproven', why: 'what is left is not known' },
  { name: 'a readFileSync of one’s own', code: `const fs2 = { readFileSync: (_: string) => 'select * from o' }; ${query(`fs2.readFileSync('queries/list.sql')`)}`, verdict: 'unscoped', why: 'it reads nothing' },
  { name: 'postgres.js file without values', code: `export const f = (sql: postgres.Sql) => sql.file('queries/list.sql');`, verdict: 'unproven', why: '$1 has no value' },
];

const why = (sites: readonly Site[]): readonly string[] => sites.flatMap((s) => s.findings.map((f) => f.refusal.why));

describe('.sql files that code reads', () => {
  let analysis: Analysis;
  let directory: string;

  const analyze = async (): Promise<Analysis> => analyzeProject({ directory, configuration, model: await testModel() });
  const sitesOf = (name: string): readonly Site[] => analysis.sites.filter((s) => s.file === `src/case${cases.findIndex((c) => c.name === name)}.ts`);

  beforeAll(async () => {
    const tsconfig = JSON.stringify({ ...(JSON.parse(shared['tsconfig.json'] ?? '{}') as object), include: ['src', 'packages'] });
    directory = createDirectory({ ...shared, ...files, ...Object.fromEntries(cases.map((c, i) => [`src/case${i}.ts`, prelude + c.code])), 'tsconfig.json': tsconfig });
    analysis = await analyze();
  });
  afterAll(() => { rmSync(directory, { recursive: true, force: true }); });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict, rule }) => {
    const found = sitesOf(name);
    expect({ verdict: worstOf(found), why: why(found) }).toMatchObject({ verdict });
    if (rule !== undefined) expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(rule);
  });

  it('names the path that was looked for', () => {
    expect(why(sitesOf('no such file'))).toContain('there is no file queries/gone.sql');
    expect(why(sitesOf('no such import'))).toContain('there is no file src/gone.sql');
    expect(why(sitesOf('a name that is not known'))).toContain("which file readFileSync(`queries/${name}.sql`, 'utf8') reads is only known at run time");
  });

  it('looks in the package of the code too', () => {
    const of = (file: string): readonly Site[] => analysis.sites.filter((s) => s.file === `packages/api/src/${file}.ts`);
    expect(worstOf(of('own'))).toBe('scoped');
    expect(worstOf(of('same'))).toBe('unscoped');
    expect(why(of('either'))).toContain('queries/list.sql is queries/list.sql or packages/api/queries/list.sql: that depends on where the program is started');
  });

  it('points at the call, and tells the line of the file', () => {
    const [finding] = sitesOf('trim, unscoped').flatMap((s) => s.findings);
    expect(finding).toMatchObject({ line: 12, trace: [{ file: 'queries/all.sql', line: 3 }] });
  });

  it('says which files were read, and which were not there', () => {
    const read = new Map(analysis.read.map((r) => [r.file, r.text]));
    expect(read.get('queries/list.sql')).toBe(scoped);
    expect(read.has('queries/gone.sql')).toBe(true);
    expect(read.get('queries/gone.sql')).toBeUndefined();
    expect(read.has('src/list.txt')).toBe(false);
  });

  it('is the same for one file alone', async () => {
    const model = await testModel();
    const options = ts.parseJsonConfigFileContent(ts.readConfigFile(join(directory, 'tsconfig.json'), (f) => ts.sys.readFile(f)).config, ts.sys, directory);
    const program = ts.createProgram({ rootNames: options.fileNames, options: options.options });
    const analyzer = new FileAnalyzer(directory, ts);
    const judge = (name: string) => {
      const file = program.getSourceFile(join(directory, `src/case${cases.findIndex((c) => c.name === name)}.ts`));
      return file ? analyzer.analyze({ program, file, configuration, model }).sites.map((s) => [s.verdict, s.context]) : [];
    };
    for (const name of ['a URL', 'a URL, unscoped', '?raw', '?raw, unscoped', 'postgres.js file, unscoped', 'no such file', '__dirname, unscoped'])
      expect([name, judge(name)]).toEqual([name, sitesOf(name).map((s) => [s.verdict, s.context])]);
    const before = judge('a URL');
    writeFileSync(join(directory, 'src/list.sql'), unscoped);
    try {
      const after = judge('a URL');
      expect(after[0]?.[0]).toBe('unscoped');
      expect(after[0]?.[1]).not.toBe(before[0]?.[1]);
    } finally {
      writeFileSync(join(directory, 'src/list.sql'), scoped);
    }
  });

  it('takes a file as it is now', async () => {
    const before = sitesOf('a path');
    const path = join(directory, 'queries/list.sql');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, unscoped);
    try {
      const after = (await analyze()).sites.filter((s) => s.file === before[0]?.file);
      expect([worstOf(before), worstOf(after)]).toEqual(['scoped', 'unscoped']);
      expect(after[0]?.context).not.toBe(before[0]?.context);
    } finally {
      writeFileSync(path, scoped);
    }
  });
});
