import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const finding = ['warning table notes: a policy lets rows of a tenant through whose name only compares as equal'];

describe('coarse-tenant', () => {
  it.each([
    ['char(n)', 'create table notes (id uuid primary key, tenant_id char(8) not null)', finding],
    ['numeric', 'create table notes (id uuid primary key, tenant_id numeric(10,2) not null)', finding],
    ['a collation', "create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false); create table notes (id uuid primary key, tenant_id text collate loose not null)", finding],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('coarse-tenant', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['text', 'create table notes (id uuid primary key, tenant_id text not null)'],
    ['varchar', 'create table notes (id uuid primary key, tenant_id varchar(40) not null)'],
    ['bigint', 'create table notes (id uuid primary key, tenant_id bigint not null)'],
    ['a deterministic collation', 'create table notes (id uuid primary key, tenant_id text collate "C" not null)'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('coarse-tenant', healthy + sql)).toEqual([]);
  });
});
