import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const finding = ['warning table docs: app_rw can find out which keys exist, whoever owns the rows'];

describe('references-granted', () => {
  it.each([
    ['a schema to make tables in', 'grant references on docs to app_rw; grant create on schema app to app_rw', finding],
    ['one column', 'grant references (id) on docs to app_rw; grant create on schema app to app_rw', finding],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('references-granted', healthy + sql)).toEqual(findings);
  });

  it.each([
    // A temporary table cannot refer to a permanent one.
    ['temporary tables', 'grant references on docs to app_rw; grant temporary on database postgres to app_rw'],
    ['a role that can make no table', 'grant references on docs to app_rw'],
    ['a shared table', 'grant references on countries to app_rw; grant create on schema app to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('references-granted', healthy + sql)).toEqual([]);
  });
});
