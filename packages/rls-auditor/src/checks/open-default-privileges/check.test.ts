import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('open-default-privileges', () => {
  it.each([
    ['a schema', 'alter default privileges for role app_owner in schema public grant select on tables to app_rw', ['warning schema public: app_rw reaches each table that app_owner makes in schema public from the moment it is made, before it has row security']],
    ['everybody, in all schemas', 'alter default privileges for role app_owner grant select on tables to public', ['warning role app_owner: app_rw reaches each table that app_owner makes from the moment it is made, before it has row security']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('open-default-privileges', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['other roles', 'create role janitor; alter default privileges for role app_owner grant select on tables to janitor'],
    ['other kinds of objects', 'alter default privileges for role app_owner grant usage on sequences to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('open-default-privileges', healthy + sql)).toEqual([]);
  });
});
