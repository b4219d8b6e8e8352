import { describe, expect, it } from 'vitest';
import { configuration, found, healthy } from '../../../test/audit.ts';

const feedback = 'create table feedback (id uuid primary key, doc_id uuid references docs (id), body text); grant select on feedback to app_rw';

describe('unclassified-table', () => {
  it('finds a table without the tenant column', async () => {
    expect(await found('unclassified-table', healthy + feedback)).toEqual(['error table feedback: app_rw reaches its rows, and nothing says which tenant each belongs to']);
  });

  it.each([
    ['a table that is declared shared', feedback, { shared: ['countries', 'feedback'] }],
    ['a table that is owned through a parent', feedback, { shared: ['countries'], via: { feedback: 'docs(doc_id)' } }],
    ['a table that the application does not reach', 'create table feedback (id uuid primary key)', { shared: ['countries'] }],
    ['a view', 'create view names with (security_invoker) as select name from tenants; grant select on names to app_rw', { shared: ['countries'] }],
  ])('leaves %s alone', async (_, sql, tables) => {
    expect(await found('unclassified-table', healthy + sql, { ...configuration, tables })).toEqual([]);
  });
});
