import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('truncate-granted', () => {
  it.each([
    ['a grant', 'grant truncate on docs to app_rw', ['error table docs: app_rw can delete the rows of every tenant with TRUNCATE']],
    ['a grant to everybody', 'grant truncate on docs to public', ['error table docs: app_rw can delete the rows of every tenant with TRUNCATE']],
    ['a grant to a role that is inherited', 'create role crew; grant crew to app_rw; grant truncate on lines to crew', ['error table lines: app_rw and 1 more role can delete the rows of every tenant with TRUNCATE']],
    ['a grant to a role that it may become', 'create role crew; grant crew to app_rw with inherit false; grant usage on schema public to crew; grant truncate on lines to crew', ['error table lines: crew can delete the rows of every tenant with TRUNCATE']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('truncate-granted', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['roles that the application is not', 'create role janitor; grant truncate on docs to janitor'],
    ['pg_write_all_data, which does not include it', 'grant pg_write_all_data to app_rw'],
    ['shared tables', 'grant truncate on countries to app_rw'],
    ['a superuser, of whom enough is said', 'alter role app_rw superuser'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('truncate-granted', healthy + sql)).toEqual([]);
  });
});
