import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('stored-setting', () => {
  it.each([
    ['the tenant of a role', "alter role app_rw set app.current_tenant = 'a'", ['error role app_rw: a session that names no tenant is one of the tenant a']],
    ['the tenant of the database', "alter database postgres set app.current_tenant = 'a=b'", ['error database postgres: a session that names no tenant is one of the tenant a=b']],
    ['row security that is switched off', 'alter role app_rw set row_security = off', ['info role app_rw: queries of tables with policies end in an error']],
    ['a role to start as', "alter role app_rw set role = 'app_owner'", ['warning role app_rw: sessions start as the role app_owner']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('stored-setting', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['settings of roles that the application is not', "create role janitor; alter role janitor set app.current_tenant = 'a'"],
    ['other settings', "alter role app_rw set app.region = 'eu'; alter database postgres set search_path = 'public'"],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('stored-setting', healthy + sql)).toEqual([]);
  });
});
