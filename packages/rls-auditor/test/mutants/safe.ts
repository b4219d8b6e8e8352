import { only, setting } from './mutators.ts';
import type { Style } from './schemas.ts';

/** A change that looks dangerous, or that other tools accuse, and keeps tenants apart all the same. */
export interface Change {
  readonly name: string;
  readonly sql: (style: Style) => string;
}

export const changes: readonly Change[] = [
  { name: 'an owner who is not held, and whom no role of the application is or becomes', sql: () => 'alter table lines no force row level security;' },
  { name: 'a policy that is true under a floor for every command', sql: (s) => `${only('using (true)')} create policy floor on docs as restrictive using (tenant_id = ${s.tenant});` },
  { name: 'a policy without WITH CHECK', sql: (s) => only(`for all using (tenant_id = ${s.tenant})`) },
  { name: 'a policy for each command', sql: (s) => `${only(`for select using (tenant_id = ${s.tenant})`)} create policy i on docs for insert with check (tenant_id = ${s.tenant}); create policy u on docs for update using (tenant_id = ${s.tenant}); create policy d on docs for delete using (tenant_id = ${s.tenant});` },
  { name: 'a second policy that is narrower', sql: (s) => `create policy more on docs for select using (tenant_id = ${s.tenant} and title = 'public');` },
  { name: 'a second floor', sql: () => "create policy more on docs as restrictive for update using (title <> 'locked');" },
  { name: 'a policy that spells the missing tenant out', sql: (s) => only(`using (case when ${setting(s)} is null then false else tenant_id = ${setting(s)} end)`) },
  { name: 'IS NOT DISTINCT FROM where no tenant is missing', sql: (s) => only(`using (tenant_id is not distinct from ${setting(s)})`) },
  { name: 'ANY of one tenant', sql: (s) => only(`using (tenant_id = any (array[${setting(s)}]))`) },
  { name: 'a view of the invoker in a view of a superuser', sql: () => 'create view inside with (security_invoker) as select tenant_id, title from docs; create view outside as select title from inside; grant select on inside, outside to app_rw;' },
  { name: 'a view of the invoker with a barrier', sql: () => 'create view v with (security_invoker, security_barrier) as select title from docs; grant select on v to app_rw;' },
  { name: 'a trigger that writes the tenant, which policies then see', sql: () => "create function app.stamp() returns trigger language plpgsql set search_path = '' as $$ begin new.tenant_id := old.tenant_id; return new; end $$; create trigger stamp before update on docs for each row execute function app.stamp();" },
  { name: 'row security on a shared table that all may read', sql: () => 'alter table countries enable row level security; create policy everybody on countries for select using (true);' },
  { name: 'a function without a search path that reads nothing', sql: () => 'create function app.add(a int, b int) returns int language sql immutable as $$ select a + b $$;' },
  { name: 'a definer function of a role that policies hold', sql: () => "create role reader nologin; grant usage on schema public, app to reader; grant select on docs to reader; create function app.all_titles() returns setof text language sql stable security definer set search_path = '' as $$ select title from public.docs $$; alter function app.all_titles() owner to reader;" },
  { name: 'a partition that nobody is granted', sql: () => "create table parts_2 partition of parts for values from ('2027-01-01') to ('2028-01-01');" },
  { name: 'a table that nobody is granted', sql: ({ type }) => `create table archive (id uuid primary key, tenant_id ${type} not null);` },
  { name: 'a materialized view that nobody is granted', sql: () => 'create materialized view m as select tenant_id, count(*) from docs group by 1;' },
  { name: 'a role that is exempt, cannot log in and is nobody', sql: () => 'create role migrator bypassrls nologin;' },
  { name: 'a publication of a shared table', sql: () => 'create publication feed for table countries;' },
  { name: 'a unique key of each tenant', sql: () => 'alter table docs add unique (tenant_id, title);' },
  { name: 'a sequence that only gives out numbers', sql: () => 'create sequence numbers; grant usage on sequence numbers to app_rw;' },
];
