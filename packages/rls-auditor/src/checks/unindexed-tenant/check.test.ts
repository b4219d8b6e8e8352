import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const finding = (name: string): string => `info table ${name}: every query of it reads the rows of all tenants to find those of one`;

describe('unindexed-tenant', () => {
  it.each([
    ['a table without an index', 'create table notes (id uuid primary key, tenant_id uuid not null)', [finding('notes')]],
    ['an index that begins otherwise', 'create table notes (id uuid, tenant_id uuid not null, primary key (id, tenant_id))', [finding('notes')]],
    ['an index of some rows', 'create table notes (id uuid primary key, tenant_id uuid not null); create index on notes (tenant_id) where id is not null', [finding('notes')]],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('unindexed-tenant', healthy + sql)).toEqual(findings);
  });

  it('leaves tables with one alone', async () => {
    expect(await found('unindexed-tenant', `${healthy} create table notes (id uuid, tenant_id uuid not null, primary key (tenant_id, id))`)).toEqual([]);
  });
});
