import { readFileSync } from 'node:fs';
import { loadSqlReader } from '@tenantscope/core';
import { project } from '@tenantscope/testing';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/catalog/snapshot.ts';
import { diff } from '../src/diff/diff.ts';
import { catalogAfter, configuration, healthy } from './audit.ts';
import { rlsAudit } from './run.ts';

const base = `${healthy} create view titles with (security_invoker) as select tenant_id, title from docs; grant select on titles to app_rw;
create table parts (tenant_id uuid not null, at date not null) partition by range (at); alter table parts enable row level security, force row level security; create policy p on parts using (tenant_id = app.current_tenant()); grant select on parts to app_rw;`;

let before: Snapshot;

beforeAll(async () => {
  await loadSqlReader();
  before = await catalogAfter(base);
});

const changes = async (sql: string): Promise<readonly string[]> => {
  const { changed } = await diff(before, await catalogAfter(base + sql), configuration);
  return changed.map((c) => `${c.command} ${c.name}: ${c.change} (${c.before} → ${c.after})${c.row === undefined ? '' : ' with a row'}`);
};

describe('diff', () => {
  it.each([
    ['nothing', '', []],
    ['what means the same', 'drop policy docs_isolation on docs; create policy other_name on docs using ((tenant_id = app.current_tenant()) and true)', []],
    ['a policy that lets more through', "create policy open on docs for select using (title = 'x')", ['select docs: widened (scoped → unscoped) with a row', 'select titles: widened (scoped → unscoped) with a row']],
    ['a restrictive policy', 'create policy less on docs as restrictive for delete using (title is null)', ['delete docs: narrowed (scoped → scoped)']],
    ['a condition more', 'drop policy lines_isolation on lines; create policy lines_isolation on lines for select using (tenant_id = app.current_tenant() and doc_id is not null)', ['select lines: narrowed (scoped → scoped)', 'insert lines: narrowed (scoped → scoped)', 'update lines: narrowed (scoped → scoped)', 'delete lines: narrowed (scoped → scoped)']],
    ['a condition that is written otherwise', 'drop policy lines_isolation on lines; create policy p on lines using (app.current_tenant() = tenant_id)', ['select', 'insert', 'update', 'delete'].map((command) => `${command} lines: undecided (scoped → scoped)`)],
    ['a privilege that is gone', 'revoke delete on lines from app_rw', ['delete lines: narrowed (scoped → none)']],
    ['a privilege that is new', 'grant update on tenants to app_rw', ['update tenants: widened (none → scoped) with a row']],
    ['row security that is off', 'alter table lines disable row level security', ['select lines: widened (scoped → unscoped) with a row', 'insert lines: widened (scoped → unscoped) with a row', 'update lines: widened (scoped → unscoped)', 'delete lines: widened (scoped → unscoped) with a row']],
    ['security_invoker that CREATE OR REPLACE VIEW lost', 'create or replace view titles as select tenant_id, title from docs', ['select titles: widened (scoped → unscoped) with a row']],
    ['row security that a new partition did not get', "create table parts_1 partition of parts for values from ('2026-01-01') to ('2027-01-01'); grant select on parts_1 to app_rw", ['select parts_1: widened (absent → unscoped)']],
    ['a new table that is guarded', 'create table notes (id uuid primary key, tenant_id uuid not null); alter table notes enable row level security; create policy p on notes using (tenant_id = app.current_tenant()); grant select on notes to app_rw', ['select notes: widened (absent → scoped) with a row']],
    ['the tenant function', "create or replace function app.current_tenant() returns uuid language sql stable set search_path = '' as $$ select coalesce(nullif(current_setting('app.current_tenant', true), '')::uuid, '0ccccccc-0000-4000-8000-000000000003') $$", expect.arrayContaining(['select docs: widened (scoped → unproven) with a row'])],
  ])('sees %s', async (_, sql, expected) => {
    expect(await changes(sql)).toEqual(expected);
  });

  it('does not take what it cannot see for the same', async () => {
    const unseen = (limit: number): string => `create function app.allowed(t uuid) returns bool language plpgsql as $$ declare ok bool; begin execute 'select $1 = app.current_tenant() and random() < ${String(limit)}' into ok using t; return ok; end $$; drop policy lines_isolation on lines; create policy p on lines using (app.allowed(tenant_id))`;
    const [one, two] = [await catalogAfter(base + unseen(2)), await catalogAfter(base + unseen(3))];
    expect((await diff(one, two, configuration)).changed.map((c) => `${c.command} ${c.change}`)).toContain('select undecided');
    expect((await diff(one, one, configuration)).changed).toEqual([]);
  });

  it('says what is found now, and what is not any more', async () => {
    const after = await catalogAfter(`${base} alter table docs disable row level security`);
    const forth = await diff(before, after, configuration);
    expect(forth.found.map((f) => `${f.rule} ${f.object.name}`)).toContain('row-security-off docs');
    const back = await diff(after, before, configuration);
    expect(back.gone.map((f) => `${f.rule} ${f.object.name}`)).toContain('row-security-off docs');
    expect(back.objects).toEqual(['table public.docs']);
    expect(back.changed.every((c) => c.change === 'narrowed')).toBe(true);
  });
});

const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(new URL('../schemas/diff.schema.json', import.meta.url), 'utf8')) as object);

const asMigration = (sql: string): string => sql.replaceAll('set local role', 'set role');

describe('rls-audit diff', () => {
  const files = { 'tenantscope.config.json': JSON.stringify(configuration), 'one.sql': asMigration(base), 'two.sql': asMigration(`${base} create policy open on docs for select using (true)`) };

  it('ends 1 for what is wider, and 0 the other way', async () => {
    const cwd = project(files);
    const wider = await rlsAudit(['diff', 'one.sql', 'two.sql'], { cwd });
    expect(wider).toMatchObject({ code: 1, stderr: '' });
    expect(wider.stdout).toContain('newly gets through app_rw select docs: (');
    expect(wider.stdout).toContain('2 widened, 0 undecided');
    const narrower = await rlsAudit(['diff', 'two.sql', 'one.sql', '--format', 'json'], { cwd });
    expect(narrower.code).toBe(0);
    const report: unknown = JSON.parse(narrower.stdout);
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    expect(report).toMatchObject({ version: 1, before: 'two.sql', after: 'one.sql', found: [], incomplete: [] });
  });

  it('is incomplete when one of them cannot be read', async () => {
    const outcome = await rlsAudit(['diff', 'one.sql', 'postgres://u:hunter2@127.0.0.1:1/x'], { cwd: project(files) });
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain('not read  127.0.0.1:1/x: nothing listens there');
    expect(outcome.stdout + outcome.stderr).not.toContain('hunter2');
  });
});

describe('rls-audit scaffold', () => {
  const bare = 'create table tenants (id uuid primary key, name text); create table docs (id uuid primary key, tenant_id uuid not null references tenants); create index on docs (tenant_id); create table lines (id uuid primary key, doc_id uuid not null references docs); create index on lines (doc_id); create table countries (code text primary key);';
  const config = { ...configuration, tables: { shared: ['countries'], via: { lines: 'docs(doc_id)' } } };

  it('writes what the audit accepts', async () => {
    const cwd = project({ 'tenantscope.config.json': JSON.stringify(config), 'migrations/1.sql': `${bare} revoke temporary on database postgres from public;` });
    const outcome = await rlsAudit(['scaffold', 'migrations/*.sql', '--output', 'migrations/2.sql'], { cwd });
    expect(outcome).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const audited = await rlsAudit(['--migrations', 'migrations/*.sql', '--format', 'json', '--probe'], { cwd });
    expect(audited.code).toBe(0);
    const [database] = (JSON.parse(audited.stdout) as { readonly databases: readonly { readonly coverage: object; readonly probe: { readonly leaks: number; readonly unreached: readonly object[] } }[] }).databases;
    expect(database).toMatchObject({ coverage: { unscoped: 0, unproven: 0 }, probe: { leaks: 0, unreached: [] } });
    expect((await rlsAudit(['scaffold', 'migrations/*.sql'], { cwd })).stderr).toContain('nothing is missing');
  });

  it('does not guess which column holds the tenant', async () => {
    const outcome = await rlsAudit(['scaffold', '1.sql'], { cwd: project({ '1.sql': bare }) });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('write a tenantscope.config');
  });
});
