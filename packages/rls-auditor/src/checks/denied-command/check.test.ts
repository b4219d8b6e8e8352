import { describe, expect, it } from 'vitest';
import { found, healthy } from '../../../test/audit.ts';

describe('denied-command', () => {
  it.each([
    ['no policy at all', 'drop policy docs_isolation on docs', ['warning table docs: SELECT, INSERT, UPDATE, DELETE by app_rw reaches no row, though it is granted']],
    ['a policy for another role', 'create role nobody; drop policy docs_isolation on docs; create policy p on docs to nobody using (tenant_id = app.current_tenant())', ['warning table docs: SELECT, INSERT, UPDATE, DELETE by app_rw reaches no row, though it is granted']],
    ['restrictive policies alone', 'drop policy docs_isolation on docs; create policy p on docs as restrictive using (tenant_id = app.current_tenant())', ['warning table docs: SELECT, INSERT, UPDATE, DELETE by app_rw reaches no row, though it is granted']],
    ['a command without a policy', 'drop policy docs_isolation on docs; create policy p on docs for select using (tenant_id = app.current_tenant()); create policy q on docs for insert with check (tenant_id = app.current_tenant())', ['warning table docs: UPDATE, DELETE by app_rw reaches no row, though it is granted']],
  ])('finds %s', async (_, sql, findings) => {
    expect(await found('denied-command', healthy + sql)).toEqual(findings);
  });

  it.each([
    ['commands that are not granted', 'drop policy tenants_isolation on tenants; create policy p on tenants for select using (id = app.current_tenant())'],
    ['a table without row security', 'alter table docs disable row level security'],
    ['a role that is exempt', 'drop policy docs_isolation on docs; alter role app_rw bypassrls'],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('denied-command', healthy + sql)).toEqual([]);
  });
});
