import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader } from '@tenantscope/core';
import { auditSnapshot } from '../../audit.ts';
import type { DatabaseEntry, Snapshot } from '../../catalog/snapshot.ts';
import { audit, configuration, healthy } from '../../../test/audit.ts';

let snapshot: Snapshot;

beforeAll(async () => {
  await loadSqlReader();
  snapshot = (await audit(healthy)).facts.snapshot;
});

const other: DatabaseEntry = { name: 'tenant_2', owner: 'postgres', acl: null, allowsConnections: true, template: false };

const foundWith = (changes: Partial<DatabaseEntry>): readonly string[] =>
  auditSnapshot({ ...snapshot, databases: [...snapshot.databases, { ...other, ...changes }] }, configuration)
    .findings.filter((f) => f.rule === 'other-databases')
    .map((f) => `${f.object.name}: ${f.message}`);

describe('other-databases', () => {
  it.each<[string, Partial<DatabaseEntry>]>([
    ['the default', {}],
    ['a grant to everybody', { acl: ['=Tc/postgres', 'postgres=CTc/postgres'] }],
    ['a grant', { acl: ['app_rw=c/postgres'] }],
    ['an odd name', { name: 'Tenant "3"', acl: null }],
  ])('finds %s', (_, changes) => {
    expect(foundWith(changes)).toEqual([`${changes.name ?? 'tenant_2'}: app_rw can connect to it`]);
  });

  it.each([
    ['a database of which the right was revoked', { acl: ['postgres=CTc/postgres'] }],
    ['a template', { template: true }],
    ['one that allows no connection', { allowsConnections: false }],
    ['one of the hosting service', { name: 'rdsadmin' }],
  ])('leaves %s alone', (_, changes) => {
    expect(foundWith(changes)).toEqual([]);
  });
});
