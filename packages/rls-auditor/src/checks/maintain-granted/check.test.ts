import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const message = 'can lock it, or rewrite it with CLUSTER and VACUUM FULL, while every tenant waits';

describe('maintain-granted', () => {
  it.each([
    ['a grant', 'grant maintain on docs to app_rw', [`info table docs: app_rw ${message}`]],
    ['ALL', 'grant all on lines to app_rw', [`info table lines: app_rw ${message}`]],
    ['a grant to a role that it may become', 'create role crew; grant crew to app_rw with inherit false; grant usage on schema public to crew; grant maintain on lines to crew', [`info table lines: crew ${message}`]],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('maintain-granted', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['roles that the application is not', 'create role janitor; grant maintain on docs to janitor'],
    ['shared tables', 'grant maintain on countries to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('maintain-granted', healthy + sql)).toEqual([]);
  });
});
