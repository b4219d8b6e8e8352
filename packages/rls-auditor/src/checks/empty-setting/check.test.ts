import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

const notes = (type: string): string => `create table notes (id uuid primary key, tenant_id ${type});`;
const policy = (using: string): string => `create policy p on notes using (${using});`;
const bare = "tenant_id = current_setting('app.current_tenant', true)";

describe('empty-setting', () => {
  it.each([
    ['a text', notes('text not null') + policy(bare), ['warning table notes: rows of the empty tenant are everybody’s who forgets to say for whom a query is']],
    ['a varchar', notes('varchar(40) not null') + policy(bare), ['warning table notes: rows of the empty tenant are everybody’s who forgets to say for whom a query is']],
    ['a cast', "create policy p on docs as restrictive using (tenant_id = current_setting('app.current_tenant', true)::uuid)", ['info setting app.current_tenant: a query without a tenant ends in an error on a connection that was used before, where it finds no row on a new one']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('empty-setting', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['nullif', notes('text not null') + policy("tenant_id = nullif(current_setting('app.current_tenant', true), '')")],
    ['nullif around a cast', notes('text not null') + policy("tenant_id = nullif(current_setting('app.current_tenant', true)::varchar, '')")],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('empty-setting', healthy + sql)).toEqual([]);
  });

  it('asks no more of a column that is never empty', async () => {
    expect(await found('empty-setting', healthy + notes("text not null check (tenant_id <> '')") + policy(bare))).toEqual(['info setting app.current_tenant: a query without a tenant ends in an error on a connection that was used before, where it finds no row on a new one']);
  });
});
