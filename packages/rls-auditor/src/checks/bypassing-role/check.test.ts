import { describe, expect, it } from 'vitest';
import { configuration, found, healthy } from '../../../test/audit.ts';

describe('bypassing-role', () => {
  it.each([
    ['BYPASSRLS', 'alter role app_rw bypassrls', ['error role app_rw: app_rw reaches the rows of every tenant in every table']],
    ['a superuser', 'alter role app_rw superuser', ['error role app_rw: app_rw reaches the rows of every tenant in every table']],
    ['one SET ROLE away', 'create role "the Boss" bypassrls; grant "the Boss" to app_rw', ['error role app_rw: app_rw can become the Boss and then reach the rows of every tenant']],
    ['two memberships away', 'create role boss superuser; create role crew; grant boss to crew; grant crew to app_rw', ['error role app_rw: app_rw can become boss and then reach the rows of every tenant']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('bypassing-role', `${healthy}; ${sql}`)).toEqual(findings);
  });

  it.each([
    ['a role that is not the application’s', 'create role boss superuser login'],
    ['a membership without SET', 'create role boss bypassrls; grant boss to app_rw with set false'],
    ['a role that the application may not become, but that may become it', 'create role boss bypassrls; grant app_rw to boss'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('bypassing-role', `${healthy}; ${sql}`)).toEqual([]);
  });

  it('takes whoever reads the catalog for the application when nobody else reaches a table', async () => {
    const { database, ...unnamed } = configuration;
    expect(database).toBeDefined();
    expect(await found('bypassing-role', 'create table docs (id uuid primary key, tenant_id uuid not null)', unnamed)).toEqual(['error role postgres: postgres reaches the rows of every tenant in every table']);
  });
});
