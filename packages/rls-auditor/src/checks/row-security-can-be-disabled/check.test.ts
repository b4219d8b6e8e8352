import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('row-security-can-be-disabled', () => {
  it.each([
    ['the owner', 'alter table docs owner to app_rw', ['warning table docs: app_rw can run ALTER TABLE … DISABLE ROW LEVEL SECURITY']],
    ['a role that may become the owner', 'grant app_owner to app_rw with inherit false, set true', ['docs', 'lines', 'tenants'].map((t) => `warning table ${t}: app_owner can run ALTER TABLE … DISABLE ROW LEVEL SECURITY`)],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('row-security-can-be-disabled', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['an owner that the application is not', ''],
    ['a table without row security, which another check finds', 'alter table docs owner to app_rw; alter table docs disable row level security'],
    ['a superuser', 'alter role app_rw superuser'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('row-security-can-be-disabled', healthy + sql)).toEqual([]);
  });
});
