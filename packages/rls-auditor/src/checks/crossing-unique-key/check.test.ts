import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const finding = (name: string): string => `warning index ${name}: a tenant that writes docs learns which values other tenants have, and is kept from having them too`;

describe('crossing-unique-key', () => {
  it.each([
    ['a constraint', 'alter table docs add constraint k unique (title)', [finding('k')]],
    ['an index', 'create unique index "K 1" on docs (title)', [finding('K 1')]],
    ['an expression', 'create unique index k on docs (lower(title))', [finding('k')]],
    ['an exclusion', 'alter table docs add column n int; create unique index k on docs (n)', [finding('k')]],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('crossing-unique-key', healthy + sql)).toEqual(findings);
  });

  it('tells of the names of tenants, which are often public', async () => {
    const messages = await found('crossing-unique-key', `${healthy} grant update on tenants to app_rw; create unique index k on tenants (name)`);
    expect(messages).toEqual(['info index k: a tenant that writes tenants learns which values other tenants have, and is kept from having them too']);
  });

  it.each([
    ['a key with the tenant column', 'create unique index k on docs (tenant_id, title)'],
    ['a random key', 'alter table docs add other uuid unique'],
    ['a key that is counted', 'alter table docs add n bigint generated always as identity unique; alter table docs add m bigserial unique'],
    ['a shared table', 'alter table countries add name text unique'],
    ['a table that the application only reads', 'revoke insert, update on docs from app_rw; create unique index k on docs (title)'],
    ['an index that is not unique', 'create index k on docs (title)'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('crossing-unique-key', healthy + sql)).toEqual([]);
  });
});
