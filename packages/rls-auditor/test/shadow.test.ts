import { loadSqlReader } from '@tenantscope/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openInProcess } from '../src/catalog/in-process.ts';
import { readSnapshot } from '../src/catalog/read.ts';
import type { Snapshot } from '../src/catalog/snapshot.ts';
import { rebuild } from '../src/shadow/rebuild.ts';
import { catalogAfter, healthy } from './audit.ts';

beforeAll(() => loadSqlReader());

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

const snapshotOfRich = async (): Promise<Snapshot> => {
  const database = await openInProcess(['citext']);
  try {
    await database.run(`begin; ${rich}; commit`);
    await database.run('reset all; reset role');
    return await readSnapshot(database);
  } finally {
    await database.close();
  }
};

describe('the shadow', () => {
  it('has everything of the database but aggregates', async () => {
    const shadow = await rebuild(await snapshotOfRich());
    try {
      expect(shadow.refused).toEqual([]);
      expect(shadow.differences).toEqual(['function app.total(integer)']);
    } finally {
      await shadow.database.close();
    }
  });

  it('says what it has not', async () => {
    const snapshot = await catalogAfter(healthy);
    const shadow = await rebuild({ ...snapshot, extensions: [...snapshot.extensions, { name: 'postgis', schema: 'public', version: '3' }] });
    try {
      expect(shadow.refused.map((r) => r.sql)).toEqual(['create extension if not exists "postgis" with schema "public"']);
      expect(shadow.differences).toEqual(['extension postgis']);
    } finally {
      await shadow.database.close();
    }
  });
});
