import type { Configuration } from '@tenantscope/core';

/** The tables, roles and functions that generated policies are made for. Functions are right and wrong ones. */
export const policySchema = `
create role app_owner nologin; create role app_rw login; create role app_ro nologin; grant app_ro to app_rw;
create schema app authorization app_owner; grant usage on schema app to app_rw, app_owner, app_ro; grant usage, create on schema public to app_owner;
set role app_owner;
create table tenants (id uuid primary key, name text);
create table docs (id uuid primary key, t uuid not null references tenants, other uuid, title text, open bool, unique (t, id));
create table lines (id uuid primary key, t uuid references tenants, doc_id uuid references docs, title text);
create table members (id uuid primary key, t uuid not null references tenants, who text, unique (t, who));
create table countries (code text primary key, name text);
create function app.current_tenant() returns uuid language sql stable set search_path = '' as $$ select nullif(current_setting('app.current_tenant', true), '')::uuid $$;
create function app.tenant_plpgsql() returns uuid language plpgsql stable set search_path = '' as $$
  declare v text := current_setting('app.current_tenant', true);
  begin if v is null or v = '' then return null; end if; return v::uuid; end $$;
create function app.is_mine(x uuid) returns bool language sql stable set search_path = '' as $$ select x = nullif(current_setting('app.current_tenant', true), '')::uuid $$;
create function app.is_mine_or_open(x uuid, o bool) returns bool language plpgsql stable set search_path = '' as $$
  begin if o then return true; end if; return x = app.current_tenant(); end $$;
create function app.owns_doc(d uuid) returns bool language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.docs where id = d and t = app.current_tenant()) $$;
create function app.knows_doc(d uuid) returns bool language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.docs where id = d) $$;
create function app.my_tenants() returns setof uuid language sql stable security definer set search_path = '' as $$ select t from public.members where t = app.current_tenant() $$;
create function app.all_tenants() returns setof uuid language sql stable security definer set search_path = '' as $$ select t from public.members $$;
create function app.fallback() returns uuid language sql stable set search_path = '' as $$ select coalesce(app.current_tenant(), (select id from public.tenants order by id limit 1)) $$;
create view doc_titles as select t, title from docs;
create view my_titles with (security_invoker) as select t, title from docs;
grant select on tenants, countries, members, doc_titles, my_titles to app_rw;
grant select, insert, update, delete on docs, lines to app_rw;
reset role;
`;

export const policyConfiguration: Configuration = {
  tenant: { column: 't', root: 'tenants.id', setting: 'app.current_tenant', functions: ['app.current_tenant'] },
  tables: { shared: ['countries'] },
  database: { runtimeRoles: ['app_rw'] },
};
