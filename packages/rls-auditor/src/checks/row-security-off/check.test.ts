import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const notes = 'create table notes (id uuid primary key, tenant_id uuid not null, body text);';

describe('row-security-off', () => {
  it.each([
    ['no policy at all', `${notes} grant select on notes to app_rw`, ['error table notes: app_rw can reach the rows of every tenant']],
    ['policies that are not in force', 'alter table docs disable row level security', ['error table docs: app_rw can reach the rows of every tenant']],
    ['a grant on one column', `${notes} grant select (body) on notes to app_rw`, ['error table notes: app_rw can reach the rows of every tenant']],
    ['a grant to everybody', `${notes} grant delete on notes to public`, ['error table notes: app_rw can reach the rows of every tenant']],
    ['a partition that is granted', 'create table parts (id uuid, tenant_id uuid not null) partition by hash (id); create table parts_0 partition of parts for values with (modulus 1, remainder 0); alter table parts enable row level security; create policy p on parts using (tenant_id = app.current_tenant()); grant select on parts, parts_0 to app_rw', ['error table parts_0: app_rw can reach the rows of every tenant']],
    ['a parent of partitions', 'create table parts (id uuid, tenant_id uuid not null) partition by hash (id); create table parts_0 partition of parts for values with (modulus 1, remainder 0); alter table parts_0 enable row level security; grant select on parts to app_rw', ['error table parts: app_rw can reach the rows of every tenant']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('row-security-off', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['a table that the application cannot reach', notes],
    ['a table in a schema that it cannot name', 'create schema internal; create table internal.notes (id uuid primary key, tenant_id uuid not null); grant select on internal.notes to app_rw'],
    ['a partition that is not granted', 'create table parts (id uuid, tenant_id uuid not null) partition by hash (id); create table parts_0 partition of parts for values with (modulus 1, remainder 0); alter table parts enable row level security; create policy p on parts using (tenant_id = app.current_tenant()); grant select on parts to app_rw'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('row-security-off', healthy + sql)).toEqual([]);
  });
});
