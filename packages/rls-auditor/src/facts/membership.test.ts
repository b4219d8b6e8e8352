import type { Configuration } from '@tenantscope/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, configuration, healthy } from '../../test/audit.ts';
import { type InProcess, openInProcess } from '../catalog/in-process.ts';

/** Users act for tenants that a table gives them: the setting carries the user. */
const schema = healthy.replace('revoke temporary', () => `
create function app.user_id() returns uuid language sql stable set search_path = '' as $$ select nullif(current_setting('app.user', true), '')::uuid $$;
create table members (id uuid primary key, tenant_id uuid not null references tenants, member uuid, level text, unique (tenant_id, member));
alter table members enable row level security;
create function app.mine() returns setof uuid language sql stable security definer set search_path = '' as $$ select m.tenant_id from public.members m where m.member = app.user_id() $$;
create function app.is_member(of uuid, at text default null) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.member = app.user_id() and m.tenant_id = is_member.of and (is_member.at is null or m.level = is_member.at)) $$;
create function app.belongs(of uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$ begin return exists (select 1 from public.members m where m.tenant_id = of and m.member = app.user_id()); end $$;
create policy members_mine on members for select using (member = app.user_id());
grant select, insert, update, delete on members to app_rw; grant usage on schema app to app_rw;
drop policy docs_isolation on docs; drop policy lines_isolation on lines; drop policy tenants_isolation on tenants;
revoke temporary`);

const members: Configuration = { ...configuration, tenant: { ...configuration.tenant, setting: 'app.user', functions: [], members: ['members(tenant_id, member)'] } };

const verdictOf = async (sql: string, table: string, command: string, side = 'using'): Promise<string | undefined> => {
  const { facts } = await audit(schema + sql, members);
  return facts.verdicts.find((v) => v.relation.name === table && v.command === command && v.side === side && v.role === 'app_rw')?.verdict;
};

const mine = '(select m.tenant_id from members m where m.member = app.user_id())';

const held: readonly (readonly [string, string])[] = [
  ['IN of the memberships', `tenant_id in ${mine}`],
  ['ANY of the memberships', `tenant_id = any ${mine}`],
  ['ANY of an array of them', 'tenant_id = any (array(select app.mine()))'],
  ['EXISTS', 'exists (select 1 from members m where m.tenant_id = docs.tenant_id and m.member = app.user_id())'],
  ['EXISTS, the user first and cast', "exists (select from members m where nullif(current_setting('app.user', true), '')::uuid = m.member and docs.tenant_id = m.tenant_id and m.level = 'owner')"],
  ['a join of memberships', 'exists (select 1 from tenants t join members m on m.tenant_id = t.id where m.member = app.user_id() and t.id = docs.tenant_id)'],
  ['a function of rows', 'tenant_id in (select app.mine())'],
  ['a helper', 'app.is_member(tenant_id)'],
  ['a helper with a level', "app.is_member(tenant_id, 'owner') = true"],
  ['a helper in PL/pgSQL', 'app.belongs(tenant_id)'],
  ['any membership that the user may see','exists (select 1 from members m where m.tenant_id = docs.tenant_id)'],
  ['two helpers', "app.is_member(tenant_id, 'owner') or app.belongs(tenant_id)"],
];

const open: readonly (readonly [string, string])[] = [
  ['the user as tenant', 'tenant_id = app.user_id()'],
  ['any membership', 'exists (select 1 from members m where m.member = app.user_id())'],
  ['the membership of anybody, by a definer', 'app.anybody(tenant_id)'],
  ['other users', 'app.others(tenant_id)'],
  ['a condition that is no condition', 'app.anyhow(tenant_id)'],
  ['two memberships, one of each', 'app.two(tenant_id)'],
  ['two tenants of the user, and any document', 'exists (select 1 from members a, members b where a.member = app.user_id() and b.member = app.user_id() and a.tenant_id <> b.tenant_id)'],
  ['two tenants of the user by helpers', 'exists (select 1 from tenants a, tenants b where app.is_member(a.id) and app.is_member(b.id) and a.id <> b.id)'],
  ['two tenants of the user by one of two helpers', 'exists (select 1 from tenants a, tenants b where ((app.is_member(a.id) and app.is_member(b.id)) or (app.belongs(a.id) and app.belongs(b.id))) and a.id <> b.id)'],
  ['a membership that is not looked for', 'app.loose(tenant_id)'],
  ['NOT IN', `tenant_id not in ${mine}`],
  ['a user that is cut', "app.cut(tenant_id)"],
  ['nobody, where a member may be missing', 'app.missing(tenant_id)'],
  ['another setting', 'app.friend(tenant_id)'],
  ['a default', 'app.fallback(tenant_id)'],
];

const helpers = `
create function app.anybody(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id = of) $$;
create function app.others(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id = of and m.member <> app.user_id()) $$;
create function app.two(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members a, public.members b where a.member = app.user_id() and b.tenant_id = of) $$;
create function app.loose(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.tenants t left join public.members m on m.tenant_id = t.id and m.member = app.user_id() where t.id = of) $$;
create function app.cut(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id = of and m.member::text like left(current_setting('app.user', true), 2) || '%') $$;
create function app.missing(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id = of and m.member is not distinct from app.user_id()) $$;
create function app.fallback(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id = of and m.member = coalesce(app.user_id(), '20000000-0000-4000-8000-000000000002')) $$;
create function app.anyhow(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id = of and (m.member = app.user_id() or true)) $$;
create function app.friend(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id = of and m.member = current_setting('app.friend', true)::uuid) $$;
create policy tenants_all on tenants for select using (true);
`;

/** The first user acts for A and B, another for C; one membership is nobody's. */
const rows = `
insert into tenants select ('a0000000-0000-4000-8000-00000000000' || n)::uuid, 'tenant ' || n from generate_series(1, 4) n;
insert into members select gen_random_uuid(), ('a0000000-0000-4000-8000-00000000000' || n)::uuid, case when n < 3 then '20000000-0000-4000-8000-000000000001' when n = 3 then '20000000-0000-4000-8000-000000000002' end::uuid, 'owner' from generate_series(1, 4) n;
insert into docs select gen_random_uuid(), t.id, t.name from tenants t;`;

let database: InProcess;
beforeAll(async () => {
  database = await openInProcess();
});
afterAll(() => database.close());

/** The tenants whose documents a user sees; nobody is asked for, too. */
const seenBy = async (using: string, user: string): Promise<readonly string[]> => {
  await database.run('begin');
  try {
    await database.run(`${schema} ${helpers} create policy p on docs using (${using}); ${rows}`);
    await database.run(`reset role; select set_config('app.user', '${user}', true); set local role app_rw`);
    return (await database.query('select title from docs order by 1')).map((r) => String(r['title']));
  } finally {
    await database.run('rollback');
  }
};

describe('memberships', () => {
  it.each(held)('are proved from %s, and PostgreSQL agrees', async (_, using) => {
    expect(await verdictOf(`${helpers} create policy p on docs using (${using})`, 'docs', 'select')).toBe('scoped');
    expect(await verdictOf(`${helpers} create policy p on docs using (${using})`, 'docs', 'insert', 'check')).toBe('scoped');
    expect(await seenBy(using, '20000000-0000-4000-8000-000000000001')).toEqual(['tenant 1', 'tenant 2']);
    expect(await seenBy(using, '')).toEqual([]);
  });

  it.each(open)('are not taken from %s', async (_, using) => {
    expect(await verdictOf(`${helpers} create policy p on docs using (${using})`, 'docs', 'select')).not.toBe('scoped');
  });

  it('are not proved where a function is called like PostgreSQL’s that reads the setting', async () => {
    const shadowed = `create function app.current_setting(name text, missing boolean) returns text language sql stable as $$ select '20000000-0000-4000-8000-000000000002' $$;
      create function app.shadowed(of uuid) returns boolean language sql stable security definer set search_path = app as $$ select exists (select 1 from public.members m where m.tenant_id = of and m.member = current_setting('app.user', true)::uuid) $$;
      create policy p on docs using (app.shadowed(tenant_id));`;
    expect(await verdictOf(shadowed, 'docs', 'select')).not.toBe('scoped');
  });

  it('are not proved from a membership that may have no tenant, where two missing tenants are taken for one', async () => {
    const policy = `alter table docs alter tenant_id drop not null;
      create function app.same(of uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members m where m.tenant_id is not distinct from of and m.member = app.user_id()) $$;
      create policy p on docs using (app.same(tenant_id));`;
    expect(await verdictOf(`alter table members alter tenant_id drop not null; ${policy}`, 'docs', 'select')).not.toBe('scoped');
    expect(await verdictOf(policy, 'docs', 'select')).toBe('scoped');
  });

  it('are not given by the user: a row that is written says nothing', async () => {
    const policy = 'create policy w on members for all using (member = app.user_id()) with check (member = app.user_id());';
    expect(await verdictOf(policy, 'members', 'select')).toBe('scoped');
    expect(await verdictOf(policy, 'members', 'insert', 'check')).not.toBe('scoped');
    expect(await verdictOf(policy, 'members', 'update', 'check')).not.toBe('scoped');
    expect(await verdictOf('create policy w on members for insert with check (app.is_member(tenant_id))', 'members', 'insert', 'check')).toBe('scoped');
  });

  it('make the setting carry a user, who is no tenant', async () => {
    const { facts } = await audit(`${schema} create policy p on docs using (tenant_id = app.user_id())`, { ...members, tenant: { ...members.tenant, members: [] } });
    expect(facts.verdicts.find((v) => v.relation.name === 'docs' && v.command === 'select')?.verdict).toBe('scoped');
    expect(await verdictOf('create policy p on docs using (tenant_id = app.user_id())', 'docs', 'select')).toBe('unscoped');
  });
});
