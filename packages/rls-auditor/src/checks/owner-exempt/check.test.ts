import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('owner-exempt', () => {
  it.each([
    ['an owner', 'alter table docs no force row level security; alter table docs owner to app_rw', ['error table docs: app_rw is not held to the policies and reaches the rows of every tenant']],
    ['a role that inherits from the owner', 'alter table docs no force row level security; grant app_owner to app_rw', ['error table docs: app_rw is not held to the policies and reaches the rows of every tenant']],
    ['a role that may become the owner', 'alter table docs no force row level security; grant app_owner to app_rw with inherit false, set true', ['error table docs: app_owner is not held to the policies and reaches the rows of every tenant']],
    ['an owner that the application is not', 'alter table docs no force row level security', ['info table docs: app_owner, its owner, is not held to the policies']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('owner-exempt', `${healthy}; ${sql}`)).toEqual(findings);
  });

  it.each([
    ['an owner who is held to the policies', 'grant app_owner to app_rw'],
    ['tables without row security, which another check finds', 'alter table docs no force row level security; alter table docs disable row level security; alter table docs owner to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('owner-exempt', `${healthy}; ${sql}`)).toEqual([]);
  });
});
