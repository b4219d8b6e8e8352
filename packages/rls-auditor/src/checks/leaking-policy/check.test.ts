import { describe, expect, it } from 'vitest';
import { audit, configuration, found, healthy } from '../../../test/audit.ts';

const setting = "nullif(current_setting('app.current_tenant', true), '')::uuid";
const instead = (rest: string): string => `drop policy docs_isolation on docs; create policy p on docs ${rest};`;
const members = `create table members (tenant_id uuid not null references tenants, user_id uuid not null, primary key (tenant_id, user_id));
  alter table members enable row level security, force row level security; create policy m on members using (tenant_id = app.current_tenant()); grant select on members to app_rw;`;

const everything = 'error table docs: app_rw can read, insert, update, hand over by UPDATE and delete rows of other tenants';
const reads = 'error table docs: app_rw can read rows of other tenants';

describe('leaking-policy', () => {
  it.each([
    ['7 another column', `alter table docs add other uuid; ${instead(`using (other = ${setting})`)}`, everything],
    ['7 another setting', instead("using (tenant_id = current_setting('app.user_tenant', true)::uuid)"), everything],
    ['13 a policy for a role that is inherited', 'create role wide; grant wide to app_rw; create policy w on docs to wide using (true)', everything],
    ['30 a second permissive policy', "create policy drafts on docs for select using (title like 'draft%')", reads],
    ['31 true', instead('using (true)'), everything],
    ['31 a column that equals itself', instead('using (tenant_id = tenant_id)'), everything],
    ['31 a column that is not null', instead('using (tenant_id is not null)'), everything],
    ['31 a condition or its opposite', instead("using (title = 'x' or not title = 'x' or tenant_id = app.current_tenant())"), everything],
    ['32 a floor for one command', `${instead('using (true)')} create policy floor on docs as restrictive for select using (tenant_id = app.current_tenant())`, 'error table docs: app_rw can insert, update, hand over by UPDATE and delete rows of other tenants'],
    ['32 a floor for another role', `create role other; ${instead('using (true)')} create policy floor on docs as restrictive to other using (tenant_id = app.current_tenant())`, everything],
    ['34 an open WITH CHECK of UPDATE', instead(`for update using (tenant_id = ${setting}) with check (true)`), 'error table docs: app_rw can hand over by UPDATE rows of other tenants'],
    ['35 an open USING of UPDATE', instead(`for update using (true) with check (tenant_id = ${setting})`), 'error table docs: app_rw can update rows of other tenants'],
    ['36 an open DELETE', 'create policy d on docs for delete using (true)', 'error table docs: app_rw can delete rows of other tenants'],
    ['37 an open INSERT', 'create policy i on docs for insert with check (true)', 'error table docs: app_rw can insert rows of other tenants'],
    ['39 checks that admit all together', "create policy i1 on docs for insert with check (title = 'x'); create policy i2 on docs for insert with check (title <> 'x')", 'error table docs: app_rw can insert rows of other tenants'],
    ['41 COALESCE to the column', instead(`using (tenant_id = coalesce(${setting}, tenant_id))`), everything],
    ['42 a missing setting', instead(`using (current_setting('app.current_tenant', true) is null or tenant_id = ${setting})`), everything],
    ['42 an empty setting', instead(`using (current_setting('app.current_tenant', true) = '' or tenant_id = ${setting})`), everything],
    ['51 a second setting', instead(`using (current_setting('app.is_admin', true) = 'on' or tenant_id = ${setting})`), everything],
    ['52 a name that binds inside', `${members} ${instead('using (exists (select 1 from members m where m.tenant_id = tenant_id))')}`, everything],
    ['54 a parent without row security', 'create table folders (id uuid primary key, tenant_id uuid not null); alter table docs add folder_id uuid references folders (id); drop policy docs_isolation on docs; create policy p on docs using (exists (select 1 from folders f where f.id = folder_id))', everything],
    ['61 a tenant function that falls back on rows', `create or replace function app.current_tenant() returns uuid language sql stable as $$ select coalesce(nullif(current_setting('app.current_tenant', true), '')::uuid, (select id from public.tenants limit 1)) $$`, everything],
  ])('finds %s', async (_, sql, finding) => {
    expect(await found('leaking-policy', healthy + sql)).toContain(finding);
  });

  it('says which condition is missing, in the words of the table', async () => {
    const { findings } = await audit(healthy + instead('using (true)'));
    expect(findings.find((f) => f.rule === 'leaking-policy')?.why).toBe('the policies in force: no condition ties docs.tenant_id to the trusted tenant');
  });

  it.each([
    ['33 a floor under true', `${instead('using (true)')} create policy floor on docs as restrictive using (tenant_id = app.current_tenant())`],
    ['38 an omitted WITH CHECK', instead('using (tenant_id = app.current_tenant())')],
    ['a policy for a role that the application is not', 'create role wide; create policy w on docs to wide using (true)'],
    ['a policy for a role that is a member without INHERIT and SET', 'create role wide; grant wide to app_rw with inherit false, set false; create policy w on docs to wide using (true)'],
    ['a membership of the tenant itself', `${members} ${instead('using (tenant_id in (select m.tenant_id from members m))')}`],
    ['a parent with row security', instead('using (exists (select 1 from tenants x where x.id = tenant_id))')],
    ['a helper that reads a parent', `create function app.sees(t uuid) returns boolean language sql stable as $$ select exists (select 1 from public.tenants x where x.id = t) $$; ${instead('using (app.sees(tenant_id))')}`],
    ['a cast of the column', instead("using (tenant_id::text = current_setting('app.current_tenant', true))")],
    ['a policy that lets nothing through', instead('using (false)')],
  ])('leaves %s alone', async (_, sql) => {
    expect(await found('leaking-policy', healthy + sql)).toEqual([]);
  });

  it('takes rows that are declared public for readable, not for writable', async () => {
    const open = `alter table docs add is_public boolean not null default false; create policy seen on docs for select using (is_public);`;
    const declared = { ...configuration, tables: { shared: ['countries'], public: { docs: 'is_public' } } };
    expect(await found('leaking-policy', healthy + open, declared)).toEqual([]);
    expect(await found('leaking-policy', `${healthy}${open} create policy gone on docs for delete using (is_public)`, declared)).toEqual(['error table docs: app_rw can delete rows of other tenants']);
  });
});
