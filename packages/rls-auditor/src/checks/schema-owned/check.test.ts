import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const finding = ['warning schema public: app_rw can drop the tables of others in it, and put its own in their place'];

describe('schema-owned', () => {
  it.each([
    ['the owner', 'alter schema public owner to app_rw', finding],
    ['a role that inherits from the owner', 'create role boss; grant boss to app_rw; alter schema public owner to boss', finding],
    ['the owner of the database, who is a member of pg_database_owner', 'alter database postgres owner to app_rw; alter schema public owner to pg_database_owner', finding],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('schema-owned', healthy + sql)).toEqual(expect.arrayContaining(findings));
  });

  it.each([
    ['a schema without tables of tenants', 'create schema scratch authorization app_rw'],
    ['a schema of the role that owns the tables', 'alter schema public owner to app_owner'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('schema-owned', healthy + sql)).toEqual([]);
  });
});
