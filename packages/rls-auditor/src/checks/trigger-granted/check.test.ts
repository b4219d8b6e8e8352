import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('trigger-granted', () => {
  it.each([
    ['the privilege and a schema to make functions in', 'grant trigger on docs to app_rw; grant create on schema public to app_rw', ['error table docs: app_rw can have code run for every row that any tenant writes']],
    ['the privilege and temporary objects', 'grant trigger on docs to app_rw; grant temporary on database postgres to app_rw', ['error table docs: app_rw can have code run for every row that any tenant writes']],
    ['the privilege alone', 'grant trigger on docs to app_rw', ['warning table docs: app_rw can have code run for every row that any tenant writes']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('trigger-granted', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a role that the application is not', 'create role janitor; grant trigger on docs to janitor'],
    ['a shared table', 'grant trigger on countries to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('trigger-granted', healthy + sql)).toEqual([]);
  });
});
