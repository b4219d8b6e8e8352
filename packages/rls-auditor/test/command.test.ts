import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, project, repository, runMain } from '@tenantscope/testing';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../src/index.ts';
import { configuration, healthy } from './audit.ts';
import { rlsAudit } from './run.ts';

const orderly = join(repository, 'fixtures/apps/orderly');

const leaky = `${healthy.replaceAll('set local role', 'set role')}; create policy open on docs for select using (true);`;

const files = { 'tenantscope.config.json': JSON.stringify(configuration), 'migrations/1.sql': healthy.replaceAll('set local role', 'set role') };

const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(new URL('../schemas/audit.schema.json', import.meta.url), 'utf8')) as object);

const reportOf = ({ stdout }: Outcome): AuditReport => {
  const report = JSON.parse(stdout) as AuditReport;
  expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
  return report;
};

describe('rls-audit', () => {
  it('is a command of its own', async () => {
    const main = 'packages/rls-auditor/src/main.ts';
    const cwd = project({ ...files, 'migrations/2.sql': leaky.slice(leaky.indexOf('create policy open')) });
    const args = ['--migrations', 'migrations/*.sql'];
    expect(await runMain(main, args, { cwd })).toEqual(await rlsAudit(args, { cwd }));
    expect(await runMain(main, ['--nothing'])).toEqual(await rlsAudit(['--nothing']));
  });

  it('proves every table of the sample application from its migrations', async () => {
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql', '--format', 'json'], { cwd: orderly });
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(1);
    const { summary, databases } = reportOf(outcome);
    expect(summary).toMatchObject({ databases: 1, error: 0, incomplete: 0, unscoped: 0, unproven: 0 });
    expect(databases[0]?.findings.map((f) => `${f.severity} ${f.rule} ${f.object.name}`)).toEqual(['warning crossing-foreign-key order_items_product_id_fkey', 'info crossing-unique-key tenants_slug_key']);
    expect(summary.scoped).toBeGreaterThan(120);
  });

  it('ends 1 for a finding, and says who reaches what', async () => {
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql'], { cwd: project({ ...files, 'migrations/2.sql': leaky.slice(leaky.indexOf('create policy open')) }) });
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('table docs  error leaking-policy  app_rw can read rows of other tenants');
    expect(outcome.stdout).toMatch(/app_rw +docs +UNSCOPED +scoped +scoped +scoped/);
    expect(outcome.stdout).toContain('1 database: 1 error');
  });

  it('takes the tenants of a user from the memberships that are declared', async () => {
    const tables = `create table members (tenant_id uuid not null references tenants, member uuid not null, primary key (tenant_id, member)); alter table members enable row level security; grant select on members to app_rw;
      create policy mine on members using (member = nullif(current_setting('app.user', true), '')::uuid);
      drop policy docs_isolation on docs; create policy p on docs using (tenant_id in (select m.tenant_id from members m where m.member = nullif(current_setting('app.user', true), '')::uuid));`;
    const declared = (members: readonly string[]): string => JSON.stringify({ ...configuration, tenant: { column: 'tenant_id', root: 'tenants.id', setting: 'app.user', members } });
    const run = (members: readonly string[], ...args: readonly string[]): Promise<Outcome> => rlsAudit(['--migrations', 'migrations/*.sql', ...args], { cwd: project({ ...files, 'tenantscope.config.json': declared(members), 'migrations/2.sql': tables }) });
    expect((await run(['members(tenant_id, member)'])).stdout).toMatch(/app_rw +docs +scoped +scoped +scoped +scoped/);
    const wrong = await run(['members(tenant_id, user_id)']);
    expect(wrong.code).toBe(3);
    expect(wrong.stdout).toContain('tenant.members names the column user_id of public.members, which has tenant_id, member');
    expect((await run(['member(tenant_id, member)'])).stdout).toContain('tenant.members names the table public.member, which is not there');
    const probed = await run(['members(tenant_id, member)'], '--probe');
    expect([probed.code, probed.stderr]).toEqual([2, 'error: --probe does not know yet who is a member of which tenant (tenant.members); leave one of the two out\n']);
  });

  it('saves a catalog that is judged the same without the database', async () => {
    const cwd = project(files);
    const live = await rlsAudit(['--migrations', 'migrations/*.sql', '--save', 'app.json', '--format', 'json'], { cwd });
    const saved = await rlsAudit(['--snapshot', 'app.json', '--format', 'json'], { cwd });
    expect([live.code, saved.code]).toEqual([0, 0]);
    const [one, two] = [reportOf(live), reportOf(saved)].map((r) => r.databases[0]);
    expect(two?.fingerprint).toBe(one?.fingerprint);
    expect(two?.matrix).toEqual(one?.matrix);
    expect(readFileSync(join(cwd, 'app.json'), 'utf8')).toContain('"version":1');
  });

  it('attacks a copy, and shows and repairs what gets through', async () => {
    const cwd = project({ ...files, 'migrations/2.sql': leaky.slice(leaky.indexOf('create policy open')) });
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql', '--probe', '--fix', '--format', 'json'], { cwd });
    expect(outcome.code).toBe(1);
    const [database] = reportOf(outcome).databases;
    expect(database?.findings.find((f) => f.rule === 'leaking-policy')?.reproduction).toContain('set role app_rw;');
    expect(database?.probe).toMatchObject({ leaks: 1, unreached: [], differences: [] });
    expect(database?.repairs?.map((r) => `${r.rule} ${r.tried}`)).toEqual(['leaking-policy works']);
    const sql = await rlsAudit(['--migrations', 'migrations/*.sql', '--format', 'sql'], { cwd });
    expect(sql.stdout).toContain('create policy tenant_floor on public.docs as restrictive');
    const repaired = await rlsAudit(['--migrations', 'migrations/*.sql'], { cwd: project({ ...files, 'migrations/2.sql': leaky.slice(leaky.indexOf('create policy open')), 'migrations/3.sql': sql.stdout }) });
    expect(repaired).toMatchObject({ code: 0, stderr: '' });
  });

  it('writes to a file, and nothing to the standard output', async () => {
    const cwd = project(files);
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql', '--format', 'json', '--output', 'out/report.json'], { cwd });
    expect(outcome).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'out/report.json'), 'utf8'))).toMatchObject({ version: 1 });
  });

  it('applies migrations of Kysely, with the Kysely beside them', async () => {
    const up = (body: string): string => `import { sql, type Kysely } from 'kysely';\nexport const up = async (db: Kysely<any>): Promise<void> => { ${body} };\n`;
    const cwd = project({
      ...files,
      'migrations/2.ts': up("await db.schema.createTable('notes').addColumn('id', 'uuid', (c) => c.primaryKey()).addColumn('tenant_id', 'uuid', (c) => c.notNull()).execute(); await sql`grant select on notes to app_rw`.execute(db);"),
      'broken/3.ts': up("await db.schema.alterTable('nothing').addColumn('x', 'int4').execute();"),
    });
    mkdirSync(join(cwd, 'node_modules'));
    symlinkSync(join(repository, 'packages/lab/node_modules/kysely'), join(cwd, 'node_modules/kysely'));
    const outcome = await rlsAudit(['--migrations', 'migrations/*'], { cwd });
    expect(outcome).toMatchObject({ code: 1, stderr: '' });
    expect(outcome.stdout).toContain('table notes  error row-security-off  app_rw can reach the rows of every tenant');
    const broken = await rlsAudit(['--migrations', 'migrations/*', '--migrations', 'broken/*'], { cwd });
    expect(broken.code).toBe(3);
    expect(broken.stdout).toContain('broken/3.ts:1: relation "nothing" does not exist');
  });

  it('makes the roles that migrations only name', async () => {
    const cwd = project({ ...files, 'migrations/2.sql': 'grant select on docs to "Reporting";' });
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql'], { cwd });
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('assumed: the role Reporting, which no migration makes');
  });
});

describe('rls-audit: bad input', () => {
  it.each([
    ['nothing to audit', [], 2, 'there is nothing to audit'],
    ['a URL that is none', ['app-database'], 2, 'it is not a URL of PostgreSQL'],
    ['a URL of something else', ['mysql://root:hunter2@localhost/x'], 2, 'it is not a URL of PostgreSQL'],
    ['migrations that are not there', ['--migrations', 'nowhere/*.sql'], 2, 'no file matches nowhere/*.sql'],
    ['a snapshot that is not there', ['--snapshot', 'none.json'], 2, 'none.json: it does not exist'],
    ['a snapshot that is none', ['--snapshot', 'tenantscope.config.json'], 2, 'it is not a snapshot of version 1'],
    ['an unknown option', ['--migration', 'x'], 2, 'Did you mean --migrations?'],
    ['a live probe of no server', ['--migrations', 'migrations/*.sql', '--probe', 'live'], 2, '--probe live asks a server'],
    ['a probe of another kind', ['--probe', 'postgres://a/b'], 2, 'Allowed choices are shadow, live'],
    ['two databases to save', ['postgres://a/b', 'postgres://a/c', '--save', 'x.json'], 2, '--save writes one snapshot'],
  ] as const)('%s', async (_, args, code, message) => {
    const outcome = await rlsAudit(args, { cwd: project(files) });
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toContain('hunter2');
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
  });

  it('a server that is not there is not read, and the others still are', async () => {
    const outcome = await rlsAudit(['postgres://app:hunter2@127.0.0.1:1/app', '--migrations', 'migrations/*.sql'], { cwd: project(files) });
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain('not read  nothing listens there');
    expect(outcome.stdout).toContain('2 databases: 0 errors');
    expect(outcome.stdout + outcome.stderr).not.toContain('hunter2');
  });

  it('a migration that fails makes the run incomplete, with its file and line', async () => {
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql'], { cwd: project({ ...files, 'migrations/2.sql': 'select 1;\n\nalter table nothing add x int;' }) });
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain('migrations/2.sql:3: relation "nothing" does not exist');
  });

  it('a role that is not there', async () => {
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql', '--role', 'ap_rw'], { cwd: project(files) });
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain('the role ap_rw of database.runtimeRoles is not there; its roles are app_owner, app_rw, postgres');
  });

  it('odd names are shown as they are, and do nothing to the terminal', async () => {
    const odd = 'create table "a ""b"" \u001b[31m\n🐘" (id uuid primary key, tenant_id uuid not null); grant select on "a ""b"" \u001b[31m\n🐘" to app_rw;';
    const outcome = await rlsAudit(['--migrations', 'migrations/*.sql'], { cwd: project({ ...files, 'migrations/2.sql': odd }) });
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('row-security-off');
    expect(outcome.stdout).not.toContain('\u001b[31m');
  });
});
