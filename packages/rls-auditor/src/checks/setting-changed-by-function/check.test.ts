import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const make = (how: string): string => `create function app.total() returns bigint language sql stable ${how} as $$ select count(*) from public.docs $$;`;

describe('setting-changed-by-function', () => {
  it.each([
    ['the tenant', make("set app.current_tenant = 'a'"), ['error function total: app_rw can call it, and it runs with app.current_tenant=a']],
    ['row security', make('set row_security = off'), ['error function total: app_rw can call it, and it runs with row_security=off']],
    ['the role', make('set role = app_owner'), ['error function total: app_rw can call it, and it runs with role=app_owner']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('setting-changed-by-function', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['other settings', make("set search_path = '' set work_mem = '64MB'")],
    ['functions that the application cannot call', `${make("set app.current_tenant = 'a'")} revoke execute on function app.total() from public`],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('setting-changed-by-function', healthy + sql)).toEqual([]);
  });
});
