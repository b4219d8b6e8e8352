import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('creatable-schema', () => {
  it.each([
    ['everybody', 'grant create on schema public to public', ['warning schema public: app_rw can make functions and operators in it that other code then calls']],
    ['a role of the application', 'create schema "My Code"; grant create on schema "My Code" to app_rw', ['warning schema My Code: app_rw can make functions and operators in it that other code then calls']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('creatable-schema', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a schema of its own', 'create schema scratch authorization app_rw'],
    ['other roles', 'create role janitor; grant create on schema public to janitor'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('creatable-schema', healthy + sql)).toEqual([]);
  });
});
