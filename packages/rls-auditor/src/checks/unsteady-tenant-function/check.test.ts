import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const tenant = (how: string): string => `create or replace function app.current_tenant() returns uuid language sql ${how} set search_path = '' as $$ select nullif(current_setting('app.current_tenant', true), '')::uuid $$;`;

describe('unsteady-tenant-function', () => {
  it.each([
    ['IMMUTABLE', tenant('immutable'), ['error function current_tenant: a plan that is kept goes on with the tenant for whom it was made']],
    ['VOLATILE', tenant('volatile'), ['warning function current_tenant: it is called for every row, and no index on the tenant column can be used']],
    ['IMMUTABLE, called by another', "create function app.raw() returns text language sql immutable as $$ select current_setting('app.current_tenant', true) $$; create or replace function app.current_tenant() returns uuid language sql stable as $$ select nullif(app.raw(), '')::uuid $$", ['error function raw: a plan that is kept goes on with the tenant for whom it was made']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('unsteady-tenant-function', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['STABLE', tenant('stable')],
    ['an IMMUTABLE function that reads no setting', "create function app.half(n int) returns int language sql immutable as $$ select n / 2 $$; create policy p on docs as restrictive using (app.half(4) = 2)"],
    ['a function that no policy calls', "create function app.raw() returns text language sql immutable as $$ select current_setting('app.current_tenant', true) $$"],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('unsteady-tenant-function', healthy + sql)).toEqual([]);
  });
});
