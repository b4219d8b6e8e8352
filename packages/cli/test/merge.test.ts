import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { databaseProject, project, repository, tenantscope } from './run.ts';

const files: Readonly<Record<string, string>> = {
  'src/tenant.ts': "export type TenantId = string & { readonly brand: 'TenantId' };\nexport declare const tenant: () => TenantId;\n",
  'src/orders.ts': `import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
import type { TenantId } from './tenant.js';
export const pool = new Pool();
export const orders = (tenant: string | undefined) => pool.query(tenant === undefined ? 'select * from orders' : 'select * from orders where tenant_id = $1', [tenant]);
export const notes = () => pool.query(readFileSync('queries/notes.sql', 'utf8'));
export const forge = (text: string) => text as TenantId;
`,
  'src/mine.ts': "import { orders } from './orders.js';\nimport { tenant } from './tenant.js';\nexport const mine = () => orders(tenant());\n",
  'src/all.ts': "import { orders } from './orders.js';\nexport const all = () => orders(undefined);\n",
  'src/chosen.ts': "import { orders } from './orders.js';\nexport const chosen = (request: { body: any }) => orders(request.body.tenant);\n",
  'src/report.ts': "import { pool } from './orders.js';\n// tenantscope-allow no-unscoped-query admin: a report of ours (until 2020-01-01, ops)\nexport const report = () => pool.query('select * from orders');\n",
  'queries/notes.sql': 'select *\nfrom notes',
  'migrations/1.sql': 'create table orders (id int primary key, tenant_id uuid not null);\ncreate table notes (id int primary key, tenant_id uuid not null);\n',
  'tenantscope.config.json': JSON.stringify({ tenant: { column: 'tenant_id', types: ['TenantId'] } }),
};

const partsIn = (cwd: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => join(cwd, `part-${i + 1}-of-${count}.json`));

/** Writes all parts of a check, into a directory of its own where others are kept. */
const split = async (cwd: string, count: number, args: readonly string[] = [], into = cwd): Promise<readonly string[]> => {
  const paths = partsIn(into, count);
  for (const [i, path] of paths.entries()) expect(await tenantscope(['check', ...args, '--shard', `${i + 1}/${count}`, '--output', path], { cwd })).toMatchObject({ code: 0, stdout: '' });
  return paths;
};

const formats = ['pretty', 'json'] as const;

describe('the parts of a check', () => {
  it.each([1, 2, 3, 7])('give in %i the same bytes and exit code as one run', async (count) => {
    const cwd = databaseProject(files);
    const parts = await split(cwd, count);
    for (const format of formats) {
      const single = await tenantscope(['check', '--format', format, '--no-store'], { cwd });
      expect(single).toMatchObject({ code: 1 });
      expect(single.stdout).toContain('queries/notes.sql');
      expect(await tenantscope(['merge', ...parts.toReversed(), '--format', format], { cwd })).toEqual(single);
    }
  });

  it('give it for fixtures/apps/orderly', async () => {
    const cwd = project({});
    const directory = join(repository, 'fixtures/apps/orderly');
    const parts = await split(cwd, 3, [directory]);
    for (const format of formats) expect(await tenantscope(['merge', ...parts, '--format', format, '--no-store'], { cwd })).toEqual(await tenantscope(['check', directory, '--format', format, '--no-store'], { cwd }));
  });

  it('give it for a clean project, one below a coverage, and one that cannot be read to its end', async () => {
    const cwd = databaseProject({ 'src/a.ts': files['src/mine.ts'] ?? '', 'src/tenant.ts': files['src/tenant.ts'] ?? '', 'src/orders.ts': "import { Pool } from 'pg';\nimport type { TenantId } from './tenant.js';\nconst pool = new Pool();\nexport const orders = (t: TenantId) => pool.query('select * from orders where tenant_id = $1', [t]);\n", 'migrations/1.sql': files['migrations/1.sql'] ?? '', 'tenantscope.config.json': files['tenantscope.config.json'] ?? '' });
    expect(await tenantscope(['merge', ...(await split(cwd, 2))], { cwd })).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(join(cwd, 'src/b.ts'), "import { Pool } from 'pg';\nnew Pool().query('select * from notes');\n");
    const parts = await split(cwd, 2);
    for (const args of [['--min-coverage', '90'], ['--min-coverage', '10']]) expect(await tenantscope(['merge', ...parts, ...args], { cwd })).toEqual(await tenantscope(['check', ...args], { cwd }));
    writeFileSync(join(cwd, 'src/c.ts'), 'export const broken = (;\n');
    const unread = await tenantscope(['merge', ...(await split(cwd, 2))], { cwd });
    expect(unread).toMatchObject({ code: 3 });
    expect(unread).toEqual(await tenantscope(['check'], { cwd }));
  });

  it('are merged on another machine, where the project has another path', async () => {
    const cwd = databaseProject(files);
    const parts = await split(cwd, 2);
    const elsewhere = project({});
    cpSync(cwd, elsewhere, { recursive: true, verbatimSymlinks: true });
    expect(await tenantscope(['merge', ...parts, '--format', 'json'], { cwd: elsewhere })).toEqual(await tenantscope(['check', '--format', 'json'], { cwd }));
  });

  it('obey their schema, and say that they are no verdict', async () => {
    const cwd = databaseProject(files);
    const [path = ''] = partsIn(cwd, 2);
    const { code, stdout, stderr } = await tenantscope(['check', '--shard', '1/2', '--output', path], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^part 1 of 2: \d+ of \d+ functions were run. This is no verdict: tenantscope merge gives it, from all 2 parts\n$/);
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictTuples: false }).compile(JSON.parse(readFileSync(new URL('../../core/schemas/part.schema.json', import.meta.url), 'utf8')) as object);
    expect(validate(JSON.parse(readFileSync(path, 'utf8'))), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });
});

interface Refusal {
  readonly what: string;
  /** Changes the files of the parts 1 and 2 of 2, or what is merged. */
  readonly change: (parts: readonly string[], cwd: string) => readonly string[] | Promise<readonly string[]>;
  readonly says: string;
}

const edited = (path: string, change: (part: { part: { index: number } } & Record<string, unknown>) => void): void => {
  const part = JSON.parse(readFileSync(path, 'utf8')) as Parameters<typeof change>[0];
  change(part);
  writeFileSync(path, JSON.stringify(part));
};

const write = (cwd: string, path: string, text: string): void => {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
};

const refusals: readonly Refusal[] = [
  { what: 'a missing part', change: (parts) => parts.slice(1), says: 'part 1 of 2 is missing; merge takes the files of all parts' },
  { what: 'a part twice', change: ([a = '', b = '']) => [a, b, a], says: 'is there twice' },
  { what: 'a part of another count', change: async (parts, cwd) => [...parts.slice(0, 1), ...(await split(cwd, 3)).slice(1)], says: 'are parts of different checks' },
  { what: 'a file that is cut off', change: (parts) => (writeFileSync(parts[0] ?? '', readFileSync(parts[0] ?? '', 'utf8').slice(0, -20)), parts), says: 'is not whole' },
  { what: 'an empty file', change: (parts) => (writeFileSync(parts[0] ?? '', ''), parts), says: 'is not whole' },
  { what: 'a file that is not there', change: ([a = '']) => [a, 'none.json'], says: 'none.json cannot be read: it does not exist' },
  { what: 'a report', change: async (parts, cwd) => ((await tenantscope(['check', '--format', 'json', '--output', parts[0] ?? ''], { cwd })), parts), says: 'is no part of a check' },
  { what: 'null', change: (parts) => (writeFileSync(parts[0] ?? '', 'null'), parts), says: 'is no part of a check' },
  { what: 'a part of another version', change: (parts) => (edited(parts[0] ?? '', (p) => { p['version'] = 2; }), parts), says: 'this version of tenantscope does not read' },
  { what: 'a part that was changed', change: (parts) => (edited(parts[0] ?? '', (p) => { p['entries'] = []; }), parts), says: 'it was changed, or is damaged' },
  { what: 'a part that says it is another', change: (parts) => (edited(parts[0] ?? '', (p) => { p.part.index = 2; }), parts), says: 'it was changed, or is damaged' },
  { what: 'parts of different sources', change: async ([a = ''], cwd) => { write(cwd, 'src/all.ts', `${files['src/all.ts'] ?? ''}\n`); return [a, ...(await split(cwd, 2, [], project({}))).slice(1)]; }, says: 'src/all.ts is not the same' },
  { what: 'a source that was changed since', change: (parts, cwd) => (write(cwd, 'src/all.ts', ''), parts), says: 'and this run are of different sources: src/all.ts is not the same' },
  { what: 'a source that is new', change: (parts, cwd) => (write(cwd, 'src/new.ts', 'export {};'), parts), says: 'src/new.ts is not the same' },
  { what: 'another tsconfig', change: (parts, cwd) => (write(cwd, 'tsconfig.json', '{ "compilerOptions": { "strict": false, "module": "nodenext" }, "include": ["src"] }'), parts), says: 'are of different inputs' },
  { what: 'another configuration', change: (parts, cwd) => (write(cwd, 'tenantscope.config.json', '{ "tenant": { "column": "tenant_id" } }'), parts), says: 'have different configurations' },
  { what: 'another schema', change: (parts, cwd) => (write(cwd, 'migrations/2.sql', 'create table more (id int primary key, tenant_id uuid);'), parts), says: 'different SQL of the schema' },
  { what: 'SQL that the code reads and that was changed', change: (parts, cwd) => (write(cwd, 'queries/notes.sql', 'select * from notes where tenant_id is null'), parts), says: 'queries/notes.sql is not what it was' },
  { what: 'another directory', change: async ([a = ''], cwd) => [a, ...(await split(cwd, 2, [cwd], project({}))).slice(1)], says: 'were asked of different directories' },
];

describe('merge refuses', () => {
  it.each(refusals)('$what', async ({ change, says }) => {
    const cwd = databaseProject(files);
    const merged = await tenantscope(['merge', ...(await change(await split(cwd, 2), cwd))], { cwd });
    expect(merged).toMatchObject({ code: 2, stdout: '' });
    expect(merged.stderr).toContain(says);
    expect(merged.stderr).not.toContain(' at ');
  });

  it('no files', async () => {
    expect(await tenantscope(['merge'])).toMatchObject({ code: 2 });
  });
});

describe('--shard refuses', () => {
  it.each([
    [['--shard', '0/2'], 'It is i/n'],
    [['--shard', '3/2'], 'It is i/n'],
    [['--shard', '1/0'], 'It is i/n'],
    [['--shard', '1'], 'It is i/n'],
    [['--shard', '1/2000'], 'at most 1000'],
    [['--shard', '1/2'], '--shard needs a file for its part: --output part-1.json'],
    [['--shard', '1/2', '--watch'], "'--shard <i/n>' cannot be used with option '--watch'"],
    [['--shard', '1/2', '--min-coverage', '90'], "cannot be used with option '--min-coverage <percent>'"],
    [['--shard', '1/2', '--format', 'json'], "cannot be used with option '--format <format>'"],
  ])('%s', async (args, says) => {
    const { code, stdout, stderr } = await tenantscope(['check', ...args], { cwd: databaseProject(files) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
