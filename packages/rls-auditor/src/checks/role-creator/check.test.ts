import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('role-creator', () => {
  it.each([
    ['CREATEROLE', 'alter role app_rw createrole', ['warning role app_rw: app_rw can make roles, and become them']],
    ['ADMIN OPTION', 'grant app_owner to app_rw with admin true, inherit false, set false', ['error role app_rw: app_rw can make itself a full member of app_owner']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('role-creator', healthy + sql)).toEqual(findings);
  });

  it('leaves other roles alone', async () => {
    expect(await found('role-creator', `${healthy} create role operator createrole login`)).toEqual([]);
  });
});
