import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('unfiltered-publication', () => {
  it.each([
    ['all tables', 'create publication feed for all tables', 'warning publication feed: its subscribers receive the rows of every tenant in public.tenants and 2 more tables'],
    ['a schema', 'create publication feed for tables in schema public', 'warning publication feed: its subscribers receive the rows of every tenant in public.tenants and 2 more tables'],
    ['a table', 'create publication "My feed" for table lines, countries', 'warning publication My feed: its subscribers receive the rows of every tenant in public.lines'],
  ])('finds %s', async (_, sql, finding) => {
    expect(await found('unfiltered-publication', healthy + sql)).toEqual([finding]);
  });

  it.each([
    ['a row filter', "create publication feed for table docs where (tenant_id = '00000000-0000-4000-8000-000000000001')"],
    ['a shared table', 'create publication feed for table countries'],
    ['no table', 'create publication feed'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('unfiltered-publication', healthy + sql)).toEqual([]);
  });
});
