import { openServer, type Server } from '@tenantscope/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader } from '@tenantscope/core';
import { type Audit, auditSnapshot } from '../src/audit.ts';
import { connected, snapshotOf } from '../src/catalog/connect.ts';
import { readSnapshot } from '../src/catalog/read.ts';
import { openInProcess } from '../src/catalog/in-process.ts';
import type { Snapshot } from '../src/catalog/snapshot.ts';
import { probeLive } from '../src/probe/live.ts';
import { type Probe, probe, type Probed } from '../src/probe/probe.ts';
import { withProbe } from '../src/probe/told.ts';
import { rebuild } from '../src/shadow/rebuild.ts';
import { configuration, healthy } from './audit.ts';
import { schemaOf, styles } from './mutants/schemas.ts';

beforeAll(() => loadSqlReader());

const snapshotAfter = async (sql: string): Promise<Snapshot> => {
  const database = await openInProcess(['citext']);
  try {
    await database.run(`begin; ${sql}; commit`);
    await database.run('reset all; reset role');
    return await readSnapshot(database);
  } finally {
    await database.close();
  }
};

/** A bit of everything that has to be the same in the copy. */
const rich = `${healthy}
create role "Odd ""Role""" noinherit createrole; grant app_owner to "Odd ""Role""" with admin option; create role wide bypassrls; grant pg_read_all_data to wide;
create extension citext schema app;
create domain app.short as text check (length(value) < 9); create type app.state as enum ('a', 'b'); create type app.pair as (x int, y text);
create table "Odd ""T""\n🐘" (id serial primary key, tenant_id uuid not null, state app.state default 'a', name app.citext, n int generated always as identity, twice int generated always as (2) stored);
create table parts (tenant_id uuid not null, at date not null) partition by range (at);
create table parts_1 partition of parts for values from ('2026-01-01') to ('2027-01-01');
create table heirs (extra int) inherits (lines);
create view titles with (security_invoker, security_barrier) as select tenant_id, title from docs with local check option;
create materialized view totals as select tenant_id, count(*) from docs group by 1;
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on docs for each row execute function app.touch();
create rule quiet as on delete to countries do instead nothing;
create procedure app.tidy(n int, variadic rest text[]) language sql security definer set search_path = app, public as $$ select 1 $$;
create aggregate app.total (int) (sfunc = int4pl, stype = int);
grant select (title), update (title) on docs to wide; grant select on titles to app_rw with grant option; grant usage on sequence "Odd ""T""\n🐘_id_seq" to app_rw;
revoke execute on function app.touch() from public; grant create on schema app to wide;
alter default privileges for role app_owner grant select on tables to app_rw; alter default privileges for role app_owner in schema app revoke execute on functions from public;
alter role app_rw set app.current_tenant = 'x'; alter role wide set search_path = app, "$user"; alter table docs alter title set statistics 0;
create publication part for table docs (id), lines where (doc_id is not null); create index "odd index" on docs (lower(title)) where title is not null;
alter table lines no force row level security; create policy "odd policy" on lines as restrictive for update to wide, app_rw using (tenant_id is not null) with check (true);
`;

describe('the shadow', () => {
  it('has everything of the database but aggregates', async () => {
    const shadow = await rebuild(await snapshotAfter(rich));
    try {
      expect(shadow.refused).toEqual([]);
      expect(shadow.differences).toEqual(['function app.total(integer)']);
    } finally {
      await shadow.database.close();
    }
  });

  it('says what it has not', async () => {
    const snapshot = await snapshotAfter(healthy);
    const shadow = await rebuild({ ...snapshot, extensions: [...snapshot.extensions, { name: 'postgis', schema: 'public', version: '3' }] });
    try {
      expect(shadow.refused.map((r) => r.sql)).toEqual(['create extension if not exists "postgis" with schema "public"']);
      expect(shadow.differences).toEqual(['extension postgis']);
    } finally {
      await shadow.database.close();
    }
  });
});

const probed = async (sql: string): Promise<{ readonly audit: Audit; readonly result: Probe }> => {
  const audit = auditSnapshot(await snapshotAfter(sql), configuration);
  const shadow = await rebuild(audit.facts.snapshot);
  try {
    return { audit, result: await probe(audit.facts, shadow, { tries: 3 }) };
  } finally {
    await shadow.database.close();
  }
};

const told = (p: Probed): string => `${p.command} ${p.on.name}: ${p.outcome === 'leaks' ? `${p.outcome} (${p.leak.state})` : p.outcome}`;

describe('the probe', () => {
  it.each(styles.map((s) => [s.name, s] as const))('is held off by %s', async (_, style) => {
    const { result } = await probed(schemaOf(style));
    expect(result.probed.filter((p) => p.outcome === 'leaks')).toEqual([]);
    const outcomes = result.probed.map(told);
    for (const attack of ['select docs', 'insert docs', 'update docs', 'delete docs', 'select lines', 'insert lines', 'update lines', 'delete lines', 'select parts', 'delete parts', 'select tenants'])
      expect(outcomes).toContain(`${attack}: held`);
    // Row security holds the owner of the view, whoever asks.
    expect(outcomes).toContain(`select titles: ${style.owner === 'app_owner' ? 'harmless' : 'held'}`);
  });

  it.each([
    ['a policy that is open to reading', 'create policy open on docs for select using (true)', 'select docs: leaks (missing)'],
    ['a setting that is empty', "create policy open on docs for select using (current_setting('app.current_tenant', true) = '')", 'select docs: leaks (empty)'],
    ['a pattern for a tenant', "drop policy docs_isolation on docs; create policy open on docs for select using (tenant_id::text like nullif(current_setting('app.current_tenant', true), ''))", 'select docs: leaks (wildcard)'],
    ['a check that lets anything in', 'create policy open on docs for insert with check (true)', 'insert docs: leaks (missing)'],
    ['a check that lets rows go', 'drop policy docs_isolation on docs; create policy p on docs using (tenant_id = app.current_tenant()) with check (true)', 'update docs: leaks (tenant)'],
    ['an update of any row that is read', 'create policy open on docs for select using (true); create policy wide on docs for update using (true)', 'update docs: leaks (missing)'],
    ['a delete of any row', 'create policy open on lines for delete using (true)', 'delete lines: leaks (missing)'],
    ['a table without row security', 'alter table docs disable row level security', 'update docs: leaks (missing)'],
    ['a view of a role that is exempt', "create view v as select * from docs; grant select, delete on v to app_rw", 'delete v: leaks (missing)'],
    ['a function of a role that is exempt', "create function all_docs(t uuid) returns setof docs language sql security definer as 'select * from public.docs where tenant_id = t'", 'call all_docs: leaks (missing)'],
    ['a function that is exempt and writes', "create function wipe() returns void language sql security definer as 'delete from public.lines'", 'call wipe: leaks (missing)'],
    ['the fallback of a function', "create or replace function app.current_tenant() returns uuid language sql stable set search_path = '' as $$ select coalesce(nullif(current_setting('app.current_tenant', true), '')::uuid, '0ccccccc-0000-4000-8000-000000000003') $$", 'select docs: leaks (missing)'],
  ])('gets through %s', async (_, sql, expected) => {
    const { audit, result } = await probed(healthy + sql);
    expect(result.probed.map(told)).toContain(expected);
    const { findings } = withProbe(audit, result);
    expect(findings.filter((f) => f.rule === 'contradicted-proof')).toEqual([]);
    expect(findings.filter((f) => f.reproduction !== undefined).length).toBeGreaterThan(0);
  });

  it('accuses the proof where an attack gets through what was proved', async () => {
    const { result } = await probed(`${healthy} create policy open on docs for select using (true)`);
    const innocent = auditSnapshot(await snapshotAfter(healthy), configuration);
    const { probed: leaks } = result;
    const moved = leaks.map((p): Probed => ({ ...p, on: innocent.facts.snapshot.relations.find((r) => r.name === p.on.name) ?? p.on }) as Probed);
    const { findings } = withProbe(innocent, { ...result, probed: moved });
    expect(findings.map((f) => `${f.rule} ${f.object.name}`)).toContain('contradicted-proof docs');
  });

  it('shows which unique keys tell what other tenants have, and agrees with the check of them', async () => {
    const { audit, result } = await probed(`${healthy} alter table docs add slug text not null unique; alter table docs add number int generated by default as identity unique; alter table docs add code text; create unique index docs_code on docs (tenant_id, code)`);
    // Keys that are made tell as much, but nobody chooses them.
    expect([...new Set(result.tellingKeys.map((k) => k.index.name))].sort()).toEqual(['docs_number_key', 'docs_pkey', 'docs_slug_key', 'lines_pkey']);
    const { findings } = withProbe(audit, result);
    expect(findings.filter((f) => f.reproduction !== undefined).map((f) => `${f.rule} ${f.object.name}`)).toEqual(['crossing-unique-key docs_slug_key']);
    expect(findings.map((f) => f.rule)).not.toContain('contradicted-proof');
    const unaware = { ...audit, findings: audit.findings.filter((f) => f.rule !== 'crossing-unique-key') };
    expect(withProbe(unaware, result).findings.map((f) => `${f.rule} ${f.object.name}`)).toContain('contradicted-proof docs_slug_key');
  });

  it('shows nothing where no row can be reached', async () => {
    const { result } = await probed(`${healthy} create policy never on docs as restrictive using (false)`);
    expect(result.probed.map(told)).toContain('select docs: unreached');
  });
});

describe('the live probe', () => {
  let server: Server;

  beforeAll(async () => {
    server = await openServer();
    await server.exec(`begin; ${healthy}; create policy open on docs for select using (title = 'x'); create role asker login password 'asker' bypassrls; grant select on all tables in schema public to asker; grant app_rw to asker;
      insert into tenants values ('00000000-0000-4000-8000-000000000001', 'a'); insert into docs values ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'x');
      insert into lines values ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'); create role stranger login password 'stranger'; commit`);
  }, 60_000);

  afterAll(() => server.close());

  const asked = async (user: string): Promise<string[]> => {
    const url = server.url('postgres', user);
    const { facts } = auditSnapshot(await snapshotOf(url), configuration);
    return (await connected(url, (connection) => probeLive(connection, facts))).probed.map(told);
  };

  it('sees rows where there is no tenant, and writes nothing', async () => {
    const before = await server.query("select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as n, (select count(*)::int from docs) as rows from pg_stat_user_tables");
    expect((await asked('asker')).sort()).toEqual(['select docs: leaks (missing)', 'select lines: held', 'select tenants: held']);
    expect(await server.query("select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as n, (select count(*)::int from docs) as rows from pg_stat_user_tables")).toEqual(before);
  });

  it('shows nothing when it may not become the role', async () => {
    expect((await asked('stranger')).every((line) => line.endsWith(': unreached'))).toBe(true);
  });
});
