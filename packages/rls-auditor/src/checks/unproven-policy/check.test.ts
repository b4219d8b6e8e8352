import { describe, expect, it } from 'vitest';
import { audit, found, healthy } from '../../../test/audit.ts';

const policy = (using: string): string => `drop policy docs_isolation on docs; create policy p on docs using (${using});`;

const open = ['error table docs: what SELECT, INSERT, UPDATE, DELETE reaches is not decided'];

describe('unproven-policy', () => {
  it.each([
    ['a function that runs text', `create function app.check_it(t uuid) returns boolean language plpgsql stable as $$ declare r boolean; begin execute 'select true' into r; return r; end $$; ${policy('app.check_it(tenant_id)')}`, open],
    ['a policy that reads its own table', policy('exists (select 1 from docs d where d.id = docs.id)'), open],
    ['a tenant function that falls back on another setting', "create or replace function app.current_tenant() returns uuid language sql stable as $$ select coalesce(nullif(current_setting('app.current_tenant', true), ''), nullif(current_setting('app.default_tenant', true), ''))::uuid $$", undefined],
    ['a hard-coded tenant', policy("tenant_id = '00000000-0000-4000-8000-000000000001'"), open],
    ['a list of tenants in a setting', policy("tenant_id = any (string_to_array(current_setting('app.current_tenant', true), ',')::uuid[])"), open],
  ])('finds %s', async (_, sql, findings) => {
    const all = await found('unproven-policy', healthy + sql);
    if (findings) expect(all).toEqual(findings);
    else expect(all.length).toBeGreaterThan(0);
  });

  it('names the cause', async () => {
    const { findings } = await audit(healthy + policy('exists (select 1 from docs d where d.id = docs.id)'));
    expect(findings.find((f) => f.rule === 'unproven-policy')?.why).toContain('the policies of public.docs read public.docs again');
  });

  it.each([
    ['helpers in SQL and PL/pgSQL', `create function app.mine(t uuid) returns boolean language plpgsql stable as $$ begin if t is null then return false; end if; return t = app.current_tenant(); end $$; ${policy('app.mine(tenant_id)')}`],
    ['a sub-select around the tenant function', policy('tenant_id = (select app.current_tenant())')],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('unproven-policy', healthy + sql)).toEqual([]);
  });
});
