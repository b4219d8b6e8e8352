import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { databaseProject, nativeProject, project, spawned, tenantscope } from './run.ts';

const check = (args: readonly string[], options = {}) => tenantscope(['check', ...args], options);

const scopedSource = `import { Pool } from 'pg';
import { session, type TenantId } from './tenant.js';
const pool = new Pool();
export const orders = (tenantId: TenantId) => pool.query('select * from orders where tenant_id = $1', [tenantId]);
export const mine = () => orders(session());
`;
const tenantSource = `export type TenantId = string & { readonly tenant: unique symbol };
export declare const session: () => TenantId;
`;
const leakSource = `import { Pool } from 'pg';
const pool = new Pool();
export const everything = () => {
\treturn pool.query('select * from orders');
};
`;
const config = `export default {
  tenant: { column: 'tenant_id', types: ['TenantId'], sources: ['src/tenant.ts#session'] },
  schema: { migrations: 'migrations/*.sql' },
};
`;
const migration = 'create table orders (id int primary key, tenant_id uuid not null);';

const clean = { 'src/orders.ts': scopedSource, 'src/tenant.ts': tenantSource, 'tenantscope.config.ts': config, 'migrations/1.sql': migration };

describe.concurrent('check: verdicts and exit codes', () => {
  it('is a command of its own', async () => {
    const directory = databaseProject({ ...clean, 'src/leak.ts': leakSource });
    expect(await spawned(['check', directory])).toEqual(await check([directory]));
    expect(await spawned(['chek'])).toEqual(await tenantscope(['chek']));
  });

  it('ends 0 when every query site is proved', async () => {
    const { code, stdout, stderr } = await check([databaseProject(clean)]);
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: '1 query site: 1 scoped, 0 unscoped, 0 unproven, 0 suppressed, 0 unreadable (100.0 % proved)\n' });
  });

  it.each(['native', 'ts-morph'])('says the same with --backend %s', async (backend) => {
    const directory = nativeProject({ ...clean, 'src/leak.ts': leakSource });
    expect(await check([directory, '--backend', backend])).toEqual(await check([directory]));
  });

  it('ends 1 for a leak and shows it', async () => {
    const { code, stdout } = await check([], { cwd: databaseProject({ ...clean, 'src/leak.ts': leakSource }) });
    expect(code).toBe(1);
    expect(stdout).toBe(`src/leak.ts:4:35  no-unscoped-query  rows of orders that belong to other tenants reach the result
  4 | return pool.query('select * from orders');
    |                                  ^^^^^^
  why: no condition ties orders.tenant_id to the trusted tenant

2 query sites: 1 scoped, 1 unscoped, 0 unproven, 0 suppressed, 0 unreadable (50.0 % proved)
`);
  });

  it('prints JSON that obeys its schema', async () => {
    const { stdout } = await check([databaseProject({ ...clean, 'src/leak.ts': leakSource }), '--format', 'json']);
    const schema = JSON.parse(readFileSync(new URL('../../core/schemas/check.schema.json', import.meta.url), 'utf8')) as object;
    const validate = new Ajv().compile(schema);
    const report = JSON.parse(stdout) as { sites: object[]; findings: object[] };
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.sites).toMatchObject([
      { file: 'src/leak.ts', line: 4, verdict: 'unscoped', rule: 'no-unscoped-query', function: 'everything', operation: 'select', tables: ['orders'] },
      { file: 'src/orders.ts', line: 4, verdict: 'scoped' },
    ]);
  });

  it('finds the migrations and says what it assumed when there is no configuration', async () => {
    const directory = databaseProject({ 'src/leak.ts': leakSource, 'migrations/1.sql': migration });
    const { code, stdout } = await check(['--format', 'json'], { cwd: directory });
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as { assumptions: string[] }).assumptions).toEqual([
      'there is no tenantscope.config file',
      'the schema is what migrations/*.sql creates',
      'the tenant column is tenant_id',
    ]);
  });

  it('uses a configuration above the project', async () => {
    const directory = databaseProject({
      'tenantscope.config.ts': config.replace('src/tenant.ts', 'api/src/tenant.ts'),
      'migrations/1.sql': migration,
      'api/tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" } }',
      'api/src/orders.ts': scopedSource,
      'api/src/tenant.ts': tenantSource,
    });
    expect(await check(['api'], { cwd: directory })).toMatchObject({ code: 0 });
  });

  it('fails below --min-coverage', async () => {
    const directory = databaseProject({ ...clean, 'src/leak.ts': leakSource });
    expect(await check([directory, '--min-coverage', '80'])).toMatchObject({ code: 1, stderr: 'coverage is below 80 %\n' });
    expect((await check([directory, '--min-coverage', '50 %'])).stderr).toBe('');
    expect(await check([directory, '--min-coverage', '101'])).toMatchObject({ code: 2, stderr: expect.stringContaining('It is a percentage from 0 to 100.') as string });
  });

  it('reads CRLF and a byte order mark', async () => {
    const { stdout } = await check(['.'], { cwd: databaseProject({ ...clean, 'src/leak.ts': `\ufeff${leakSource.replaceAll('\n', '\r\n')}` }) });
    expect(stdout).toContain(`src/leak.ts:4:35  no-unscoped-query  rows of orders that belong to other tenants reach the result
  4 | return pool.query('select * from orders');
    |                                  ^^^^^^
`);
  });
});

describe.concurrent('check: bad input', () => {
  const broken = { 'tsconfig.json': '{ "compilerOptions": ' };
  it.each<[string, () => string, string]>([
    ['a directory that is not there', () => '/nowhere/at/all', 'there is no directory /nowhere/at/all'],
    ['a file', () => join(project({ 'q.sql': 'select 1' }), 'q.sql'), 'For SQL: tenantscope prove'],
    ['no tsconfig', () => project({ 'src/a.ts': '' }), '--tsconfig'],
    ['a broken tsconfig', () => project({ ...broken, 'src/a.ts': '' }), 'tsconfig.json'],
    ['an empty project', () => databaseProject({}), 'no TypeScript file'],
    ['a project without queries', () => databaseProject({ 'src/a.ts': 'export const a = 1;' }), 'no query site in 1 TypeScript file, so nothing was proved'],
    ['a configuration that is wrong', () => databaseProject({ ...clean, 'tenantscope.config.ts': 'export default { tenant: { colum: 1 } };' }), 'unknown key "colum"; did you mean "column"?'],
    ['a table that is not there', () => databaseProject({ ...clean, 'tenantscope.config.ts': config.replace('schema:', "tables: { shared: ['order'] }, schema:") }), 'there is no table "order"; did you mean "orders"?'],
  ])('%s ends 2', async (_, directory, message) => {
    const { code, stderr } = await check([directory()]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends 3 for a syntax error, and still judges the rest', async () => {
    const { code, stdout, stderr } = await check([databaseProject({ ...clean, 'src/leak.ts': leakSource, 'src/broken.ts': 'export const = ;' })]);
    expect(code).toBe(3);
    expect(stdout).toContain('src/broken.ts:1  not read');
    expect(stdout).toContain('src/leak.ts:4:35  no-unscoped-query');
    expect(stdout).toContain('1 unreadable');
    expect(stderr).toContain('incomplete');
  });

  it('ends 3 for a migration that cannot be read', async () => {
    expect(await check([databaseProject({ ...clean, 'migrations/2.sql': 'create tabel x;' })])).toMatchObject({ code: 3, stdout: expect.stringContaining('migrations/2.sql:1  not read') as string });
  });

  it('chooses between two tsconfigs as told', async () => {
    const directory = databaseProject({ ...clean, 'src/leak.ts': leakSource, 'tsconfig.build.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" }, "files": ["src/orders.ts"] }' });
    expect(await check([directory, '--tsconfig', 'tsconfig.build.json'])).toMatchObject({ code: 0 });
    expect(await check([directory, '--tsconfig', 'tsconfig.nope.json'])).toMatchObject({ code: 2 });
  });

  it('survives a loop of links', async () => {
    const directory = databaseProject(clean);
    mkdirSync(join(directory, 'src/deep'));
    symlinkSync(directory, join(directory, 'src/deep/again'));
    expect((await check([directory])).code).toBe(0);
  });
});
