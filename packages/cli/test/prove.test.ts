import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine, node, project, spawned, tenantscope } from './run.ts';

const scoped = 'select * from orders where tenant_id = $1';
const leak = 'select * from orders';
// With --sql nothing is read from the standard input.
const prove = (args: readonly string[], options = {}) => (args.includes('--sql') ? tenantscope : spawned)(['prove', ...args], options);

describe.concurrent('prove: verdicts and exit codes', () => {
  it('ends 0 when everything is proved', async () => {
    const { code, stdout, stderr } = await prove(['--trusted', '$1', '--sql', scoped]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('<sql>:1  scoped  orders.tenant_id = $1 (WHERE)');
    expect(stdout).toContain('assumed: no schema is known: every table is taken to be tenant-owned by tenant_id');
    expect(stdout).toMatch(/1 statement: 1 scoped, 0 unscoped, 0 unproven, 0 suppressed, 0 unreadable \(100\.0 % proved\)\n$/);
  });

  it('ends 1 for a leak, read from the standard input', async () => {
    const { code, stdout } = await prove(['--trusted', '$1'], { stdin: leak });
    expect(code).toBe(1);
    expect(stdout).toContain('<stdin>:1:15  no-unscoped-query  rows of orders that belong to other tenants reach the result');
  });

  it('takes - for the standard input, beside files', async () => {
    const directory = project({ 'a.sql': scoped });
    const { code, stdout } = await prove(['a.sql', '-', '--trusted', '$1', '--format', 'json'], { cwd: directory, stdin: leak });
    const report = JSON.parse(stdout) as { statements: { file: string; verdict: string }[] };
    expect(code).toBe(1);
    expect(report.statements.map((s) => `${s.file} ${s.verdict}`)).toEqual(['a.sql scoped', '<stdin> unscoped']);
  });

  it('ends 1 for what cannot be parsed, and judges what stands around it', async () => {
    const { code, stdout } = await prove(['--trusted', '$1', '--format', 'json'], { stdin: `${scoped};\nselekt;\n${scoped}` });
    const report = JSON.parse(stdout) as { summary: object; statements: { rule?: string }[] };
    expect(code).toBe(1);
    expect(report.summary).toMatchObject({ sites: 3, scoped: 2, unproven: 1 });
    expect(report.statements[1]?.rule).toBe('unproven-sql');
  });

  it('does not trust a parameter that is not named', async () => {
    expect((await prove([], { stdin: scoped })).stdout).toContain('unproven-value');
    expect((await prove(['--trusted', '$2'], { stdin: scoped })).stdout).toContain('no-untrusted-tenant');
    expect((await prove(['--trusted', '$2,$1'], { stdin: scoped })).code).toBe(0);
    const distinct = 'select * from orders where tenant_id is not distinct from $1';
    expect((await prove(['--trusted', '$1'], { stdin: distinct })).code).toBe(1);
    expect((await prove(['--trusted', '$1', '--not-null', '$1'], { stdin: distinct })).code).toBe(0);
  });

  it('knows keys and views from --schema', async () => {
    const directory = project({
      'db/2_orders.sql': 'create table orders (id int primary key, org_id uuid references orgs(id)); create view open_orders as select * from orders;',
      'db/10_more.sql': 'alter table orders add column note text;',
      'db/1_orgs.sql': 'create table orgs (id uuid primary key);',
      'db/2_orders.down.sql': 'drop table orders;',
    });
    const { code, stdout } = await prove(['--schema', 'db/*.sql', '--trusted', '$1', '--sql', 'select id from open_orders where org_id = $1'], { cwd: directory });
    expect(stdout).toContain('assumed: the tenant column is org_id');
    expect(stdout).toContain('assumed: the tenant root is orgs.id');
    expect(code).toBe(0);
  });

  it('uses the configuration of the directory', async () => {
    const directory = project({
      'tenantscope.config.json': '{ "tenant": { "column": "org_id" }, "tables": { "shared": ["plans"] }, "schema": { "migrations": "db/*.sql" } }',
      'db/1.sql': 'create table plans (id int); create table orders (id int, org_id int);',
      'q.sql': 'select * from plans; select * from orders where org_id = $1; select * from nowhere;',
    });
    const { code, stdout } = await prove(['q.sql', '--trusted', '$1', '--format', 'json'], { cwd: directory });
    expect((JSON.parse(stdout) as { statements: { rule?: string }[] }).statements.map((s) => s.rule)).toEqual([undefined, undefined, 'unproven-table']);
    expect(code).toBe(1);
  });
});

describe.concurrent('prove: bad input', () => {
  const usage: [string, readonly string[], string][] = [
    ['an unknown option', ['--trustd', '$1'], "unknown option '--trustd'\n(Did you mean --trusted?)"],
    ['an unknown format', ['--format', 'sarif'], 'Allowed choices are pretty, json.'],
    ['a parameter that the shell replaced', ['--trusted', ''], 'A parameter is written $1, $2'],
    ['a parameter with a name', ['--trusted', 'tenant'], 'A parameter is written $1, $2'],
    ['a file that is not there', ['nope.sql'], 'error: there is no file nope.sql'],
    ['a directory', ['docs'], "error: docs is a directory; name its files, for example 'docs/*.sql'"],
    ['a schema that is not there', ['--schema', 'nope.sql', '--sql', leak], '--schema: no file matches nope.sql'],
    ['a configuration that is not there', ['--config', 'nope.ts', '--sql', leak], 'error: there is no configuration nope.ts'],
    ['no statement', ['--sql', '-- nothing'], 'error: <sql>: no SQL statement'],
    ['an empty standard input', [], 'error: <stdin>: no SQL statement'],
  ];
  it.each(usage)('%s ends 2', async (_, args, message) => {
    const { code, stdout, stderr } = await prove(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends 3, not 1, when a file is not text', async () => {
    const directory = project({ 'utf16.sql': Buffer.from('\ufeffselect 1', 'utf16le'), 'leak.sql': leak });
    const { code, stdout } = await prove(['utf16.sql', 'leak.sql'], { cwd: directory });
    expect(code).toBe(3);
    expect(stdout).toContain('utf16.sql  not read  it is not UTF-8 text; convert it first');
    expect(stdout).toContain('no-unscoped-query');
    expect(stdout).toContain('1 unreadable');
  });

  it.skipIf(process.getuid?.() === 0)('ends 3 when a file may not be read', async () => {
    const directory = project({ 'secret.sql': scoped });
    chmodSync(join(directory, 'secret.sql'), 0);
    expect(await prove(['secret.sql'], { cwd: directory })).toMatchObject({ code: 3 });
  });

  it('ends 3 when the schema is broken', async () => {
    const directory = project({ 's.sql': 'create table orders (id int, tenant_id int);\ncreate tabel x;' });
    const { code, stdout } = await prove(['--schema', 's.sql', '--trusted', '$1', '--sql', scoped], { cwd: directory });
    expect(code).toBe(3);
    expect(stdout).toContain('s.sql:2  not read  in the schema: syntax error');
  });

  it('reads CRLF, a byte order mark, NUL and 5,000 parentheses', async () => {
    const directory = project({ 'bom.sql': `\ufeffselect 1;\r\n\r\n${leak}\r\n`, 'nul.sql': 'select 1;\0select 2', 'deep.sql': `select ${'('.repeat(5000)}1${')'.repeat(5000)}` });
    const bom = await prove(['bom.sql'], { cwd: directory });
    expect(bom.stdout).toContain('bom.sql:3:15  no-unscoped-query');
    expect(bom.stdout).not.toContain('\r');
    for (const file of ['nul.sql', 'deep.sql']) {
      const { code, stderr } = await prove([file], { cwd: directory });
      expect({ file, code, stderr }).toMatchObject({ stderr: '' });
      expect([0, 1]).toContain(code);
    }
  });

  it('judges a megabyte of SQL', async () => {
    const { code, stdout } = await prove(['--trusted', '$1', '--format', 'json'], { stdin: `${scoped};\n`.repeat(24_000) });
    expect((JSON.parse(stdout) as { summary: object }).summary).toMatchObject({ sites: 24_000, scoped: 24_000 });
    expect(code).toBe(0);
    const oneLine = await prove([], { stdin: `${leak}; `.repeat(20_000) });
    expect(oneLine.code).toBe(1);
    expect(oneLine.stdout.length).toBeLessThan(20_000_000);
  });

  it('names a configuration error with the nearest key, table and column', async () => {
    const schema = { 'db/1.sql': 'create table orders (id int, tenant_id int); create table countries (id int);' };
    const withConfig = (config: string) => prove(['--sql', leak], { cwd: project({ ...schema, 'tenantscope.config.json': config }) });
    expect(await withConfig('{ "tenat": {} }')).toMatchObject({ code: 2, stderr: expect.stringContaining('tenat: unknown key "tenat"; did you mean "tenant"?') as string });
    expect(await withConfig('{ "tables": { "shared": ["country"] }, "schema": { "migrations": "db/*.sql" } }')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('tables.shared[0]: there is no table "country"; did you mean "countries"?') as string,
    });
    expect(await withConfig('{ "tenant": { ')).toMatchObject({ code: 2, stderr: expect.stringMatching(/tenantscope\.config\.json cannot be loaded: .*JSON/) as string });
    expect(await withConfig('{ "schema": { "snapshot": "s.json" } }')).toMatchObject({ code: 2, stderr: expect.stringContaining('schema.snapshot is not supported yet') as string });
    expect(await withConfig('{ "schema": { "migrations": "sql/*.sql" } }')).toMatchObject({ code: 2, stderr: expect.stringContaining('schema.migrations: no file matches sql/*.sql') as string });
  });

  it('gives a configuration its defineConfig where tenantscope is not installed', async () => {
    const directory = project({
      'package.json': '{ "type": "commonjs" }',
      'tenantscope.config.ts': "import { defineConfig } from 'tenantscope';\nexport default defineConfig({ tenant: { column: 'org_id' } });",
    });
    expect(await prove(['--trusted', '$1', '--sql', 'select * from orders where org_id = $1'], { cwd: directory })).toMatchObject({ code: 0, stderr: '' });
    const commonJs = project({ 'tenantscope.config.js': "module.exports = { tenant: { column: 'org_id' } };" });
    expect(await prove(['--trusted', '$1', '--sql', 'select * from orders where org_id = $1'], { cwd: commonJs })).toMatchObject({ code: 0, stderr: '' });
    const broken = project({ 'tenantscope.config.ts': 'export default {{' });
    expect(await prove(['--sql', leak], { cwd: broken })).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: .*tenantscope\.config\.ts cannot be loaded: .*\n$/) as string });
  });

  it('says what is wrong with a configuration in code, without a stack', async () => {
    const run = (files: Readonly<Record<string, string>>) => prove(['--sql', leak], { cwd: project(files) });
    const thrown = await run({ 'tenantscope.config.ts': "const name: string = 'db';\nthrow new Error(`no ${name}`);" });
    expect(thrown.code).toBe(2);
    expect(thrown.stderr).toMatch(/tenantscope\.config\.ts cannot be loaded: no db\n$/);
    const empty = await run({ 'tenantscope.config.mjs': 'export const config = {};' });
    expect(empty.stderr).toMatch(/tenantscope\.config\.mjs has no default export/);
    const two = await run({ 'tenantscope.config.mjs': 'export default {};', 'tenantscope.config.json': '{}' });
    expect(two).toMatchObject({ code: 2, stderr: expect.stringMatching(/two configurations in one directory: .*mjs and .*json/) as string });
  });
});

describe.concurrent('prove: output', () => {
  it('writes a file, whole, and nothing to the standard output', async () => {
    const directory = project({});
    const { code, stdout } = await prove(['--sql', leak, '--format', 'json', '--output', 'out/report.json'], { cwd: directory });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(readFileSync(join(directory, 'out/report.json'), 'utf8'))).toMatchObject({ version: 1 });
    expect(readdirSync(join(directory, 'out'))).toEqual(['report.json']);
  });

  it('ends 2 when the file cannot be written', async () => {
    const directory = project({ file: '' });
    const { code, stderr } = await prove(['--sql', leak, '--output', 'file/report.json'], { cwd: directory });
    expect(code).toBe(2);
    expect(stderr).toContain('file/report.json cannot be written');
    expect(existsSync(join(directory, 'file/report.json'))).toBe(false);
  });

  it('colours when forced, never against NO_COLOR', async () => {
    const colours = async (env: Readonly<Record<string, string>>) => (await prove(['--sql', leak], { env })).stdout.includes('\u001b[');
    expect(await colours({})).toBe(false);
    expect(await colours({ FORCE_COLOR: '1' })).toBe(true);
    expect(await colours({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });

  it('is quiet when its reader goes away', async () => {
    const child = spawn(node, commandLine(['prove', '--trusted', '$1']), { stdio: ['pipe', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(`${leak};\n`.repeat(5000));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });
});

describe.concurrent('the command line', () => {
  it('ends 0 for help and version', async () => {
    const help = await spawned(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/check[^]*prove[^]*Exit codes:\n {2}0 {2}clean/);
    expect(await spawned(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
    expect((await spawned(['help', 'prove'])).stdout).toContain('Examples:');
  });

  it('ends 2 for no command and for an unknown one', async () => {
    expect(await spawned([])).toMatchObject({ code: 2, stdout: '' });
    expect(await spawned(['chekc'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean check?') as string });
  });

  it('does not load the TypeScript compiler to prove SQL', async () => {
    // ts-morph is CommonJS: once loaded it stands in the cache of modules.
    const spy = `import { Module } from 'node:module';
      process.on('exit', () => console.error(Object.keys(Module._cache).filter((file) => file.includes('ts-morph')).length));`;
    const child = spawn(node, ['--import', `data:text/javascript,${encodeURIComponent(spy)}`, ...commandLine(['prove', '--sql', 'select 1'])]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    expect(stdout).toContain('1 scoped');
    expect(stderr).toBe('0\n');
  });
});
