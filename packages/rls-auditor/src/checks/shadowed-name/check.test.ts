import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const temporary = 'grant temporary on database postgres to app_rw;';
const sees = (from: string, how = ''): string => `create function app.sees(t uuid) returns boolean language sql stable ${how} as $$ select exists (select 1 from ${from} x where x.id = t) $$; create policy p on docs as restrictive using (app.sees(tenant_id));`;

const finding = ['error function sees: app_rw can have it read a temporary table tenants of its own making'];

describe('shadowed-name', () => {
  it.each([
    ['no search path', temporary + sees('tenants'), finding],
    ['a search path without pg_temp', temporary + sees('tenants', 'set search_path = public'), finding],
    ['pg_temp that comes first', temporary + sees('tenants', 'set search_path = pg_temp, public'), finding],
    ['a function with the rights of its owner', `${temporary} create function app.sees() returns bigint language sql security definer as $$ select count(*) from tenants $$`, finding],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('shadowed-name', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a name with its schema', temporary + sees('public.tenants')],
    ['pg_temp that comes last', temporary + sees('tenants', 'set search_path = public, pg_temp')],
    ['a WITH query', `${temporary} create function app.sees(t uuid) returns boolean language sql stable as $$ with mine as (select id from public.tenants) select exists (select 1 from mine where id = t) $$; create policy p on docs as restrictive using (app.sees(tenant_id))`],
    ['an application that makes no temporary tables', sees('tenants')],
    ['a function that no policy calls', `${temporary} create function app.other() returns bigint language sql as $$ select count(*) from tenants $$`],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('shadowed-name', healthy + sql)).toEqual([]);
  });
});
