import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const parts = 'create table parts (id uuid, tenant_id uuid not null) partition by hash (id); create table parts_0 partition of parts for values with (modulus 1, remainder 0); alter table parts enable row level security; create policy p on parts using (tenant_id = app.current_tenant()); grant select on parts to app_rw;';

describe('child-statistics', () => {
  it.each([
    ['a partition', `${parts} grant select on parts_0 to app_rw`, ['warning table parts_0: app_rw can read the most common values of every tenant in pg_stats']],
    ['a child', 'create table more () inherits (docs); grant select on more to app_rw', ['warning table more: app_rw can read the most common values of every tenant in pg_stats']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('child-statistics', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a partition that is not granted', parts],
    ['a partition with row security', `${parts} alter table parts_0 enable row level security; grant select on parts_0 to app_rw`],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('child-statistics', healthy + sql)).toEqual([]);
  });
});
