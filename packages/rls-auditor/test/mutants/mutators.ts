import type { Style } from './schemas.ts';

/** One way to break a database that keeps its tenants apart. */
export interface Mutator {
  readonly name: string;
  /** Of the catalogue of failures. */
  readonly mechanism: number;
  readonly sql: (style: Style) => string;
  /** What has to be found, and where. */
  readonly rule: string;
  readonly object: string;
  /** Styles in which it is no harm, or cannot be done. */
  readonly unless?: (style: Style) => boolean;
}

const bare = (table: string): string => `do $$ declare p record; begin for p in select polname from pg_policy where polrelid = '${table}'::regclass loop execute format('drop policy %I on ${table}', p.polname); end loop; end $$;`;

/** The table with this policy alone. */
export const only = (rest: string, table = 'docs'): string => `${bare(table)} create policy p on ${table} ${rest};`;

export const setting = ({ type }: Style): string => `nullif(current_setting('app.current_tenant', true), '')::${type}`;

const hasFloor = ({ name }: Style): boolean => name.startsWith('a floor');

const callsFunction = ({ tenant }: Style): boolean => tenant.includes('app.current_tenant()');

const some = (type: string): string => (type === 'uuid' ? "'00000000-0000-4000-8000-000000000001'::uuid" : type === 'text' ? "'acme'" : '7');

const leak = (name: string, mechanism: number, sql: Mutator['sql'], unless?: Mutator['unless']): Mutator => ({ name, mechanism, sql, rule: 'leaking-policy', object: 'docs', ...(unless && { unless }) });

const policies: readonly Mutator[] = [
  leak('another column', 7, (s) => `alter table docs add other ${s.type}; ${only(`using (other = ${s.tenant})`)}`),
  leak('another setting', 7, (s) => only(`using (tenant_id = nullif(current_setting('app.user', true), '')::${s.type})`)),
  leak('a wide policy for a role that is inherited', 13, () => `create role wide; grant wide to app_rw; ${bare('docs')} create policy w on docs to wide using (true);`),
  leak('a second permissive policy', 30, () => "create policy more on docs for select using (title = 'public');", hasFloor),
  leak('true', 31, () => only('using (true)')),
  leak('1 = 1', 31, () => only('using (1 = 1)')),
  leak('a column that equals itself', 31, () => only('using (tenant_id = tenant_id)')),
  leak('a column that is not null', 31, () => only('using (tenant_id is not null)')),
  leak('a condition or its opposite', 31, (s) => only(`using (title is null or title is not null or tenant_id = ${s.tenant})`)),
  leak('a floor for reading only', 32, (s) => `${only('using (true)')} create policy f on docs as restrictive for select using (tenant_id = ${s.tenant});`),
  leak('a floor for another role', 32, (s) => `${only('using (true)')} create policy f on docs as restrictive to app_owner using (tenant_id = ${s.tenant});`),
  leak('UPDATE with an open check', 34, (s) => only(`for update using (tenant_id = ${s.tenant}) with check (true)`)),
  leak('UPDATE with a check of another column', 34, (s) => only(`for update using (tenant_id = ${s.tenant}) with check (title is not null)`)),
  leak('UPDATE that takes any row', 35, (s) => only(`for update using (true) with check (tenant_id = ${s.tenant})`)),
  leak('DELETE of any row', 36, () => only('for delete using (true)')),
  leak('INSERT of any row', 37, () => only('for insert with check (true)')),
  leak('INSERT without looking at the tenant', 37, () => only('for insert with check (length(title) > 0)')),
  leak('checks that admit all together', 39, () => `${bare('docs')} create policy a on docs for insert with check (title like 'a%'); create policy b on docs for insert with check (title not like 'a%');`),
  leak('COALESCE to the column', 41, (s) => only(`using (tenant_id = coalesce(${setting(s)}, tenant_id))`)),
  leak('a missing setting', 42, (s) => only(`using (current_setting('app.current_tenant', true) is null or tenant_id = ${setting(s)})`)),
  leak('an empty setting', 42, (s) => only(`using (current_setting('app.current_tenant', true) = '' or tenant_id = ${setting(s)})`)),
  leak('a second setting', 51, (s) => only(`using (tenant_id = ${setting(s)} or current_setting('app.is_admin', true) = 'on')`)),
  leak('a second setting behind CASE', 51, (s) => only(`using (case when current_setting('app.is_admin', true) = 'on' then true else tenant_id = ${setting(s)} end)`)),
  leak('a name that binds inside', 52, () => `create table members (tenant_id uuid); ${only('using (exists (select 1 from members m where m.tenant_id = tenant_id))')}`),
  leak('a parent without row security', 54, () => `alter table lines disable row level security; ${only('using (exists (select 1 from lines l where l.doc_id = docs.id))')}`),
  leak('OR in the wrong place', 30, (s) => only(`using (tenant_id = ${s.tenant} and title is null or title = 'shared')`)),
  leak('<> for =', 31, (s) => only(`using (tenant_id <> ${s.tenant})`)),
  leak('a policy on the row of a parent table of anybody', 54, () => only('using (exists (select 1 from countries))')),
  leak('a membership that the application writes itself', 53, (s) => `create table members (member text, tenant_id ${s.type}); grant select, insert on members to app_rw; ${only("using (tenant_id in (select m.tenant_id from members m where m.member = current_setting('app.user', true)))")}`),
  leak('a claim that the tenant writes itself', 62, (s) => only(`using (tenant_id = (nullif(current_setting('request.jwt.claims', true), '')::json -> 'user_metadata' ->> 'tenant')::${s.type})`)),
  { name: 'NULL equals NULL', mechanism: 43, sql: (s) => `alter table docs alter tenant_id drop not null; ${only(`using (tenant_id is not distinct from ${setting(s)})`)}`, rule: 'unproven-policy', object: 'docs' },
  { name: 'LIKE', mechanism: 47, sql: () => only("using (tenant_id::text like current_setting('app.current_tenant', true))"), rule: 'leaking-policy', object: 'docs' },
  { name: 'a hard-coded tenant', mechanism: 49, sql: (s) => only(`using (tenant_id = ${some(s.type)})`), rule: 'unproven-policy', object: 'docs' },
  { name: 'the database user', mechanism: 50, sql: (s) => only(`using (tenant_id::text = current_user${s.type === 'text' ? '' : '::text'})`), rule: 'leaking-policy', object: 'docs' },
  { name: 'a policy that reads its own table', mechanism: 55, sql: () => only('using (exists (select 1 from docs d where d.id = docs.id))'), rule: 'unproven-policy', object: 'docs' },
  { name: 'a tenant function with a fallback in code', mechanism: 61, sql: (s) => `create or replace function app.current_tenant() returns ${s.type} language sql stable as $$ select coalesce(${setting(s)}, ${some(s.type)}) $$;`, rule: 'unproven-policy', object: 'docs', unless: (s) => !callsFunction(s) },
  { name: 'a tenant function with a fallback in a table', mechanism: 61, sql: (s) => `create or replace function app.current_tenant() returns ${s.type} language sql stable security definer as $$ select coalesce(${setting(s)}, (select id from public.tenants order by name limit 1)) $$;`, rule: 'leaking-policy', object: 'docs', unless: (s) => !callsFunction(s) || s.type === 'text' },
  { name: 'a tenant function that another setting decides', mechanism: 61, sql: (s) => `create or replace function app.current_tenant() returns ${s.type} language sql stable as $$ select nullif(current_setting('app.user_tenant', true), '')::${s.type} $$;`, rule: 'leaking-policy', object: 'docs', unless: (s) => !callsFunction(s) },
  { name: 'no policy', mechanism: 2, sql: () => bare('docs'), rule: 'denied-command', object: 'docs' },
  { name: 'a policy for a role that nobody uses', mechanism: 40, sql: (s) => `create role nobody; ${only(`to nobody using (tenant_id = ${s.tenant})`)}`, rule: 'denied-command', object: 'docs' },
];

const switches: readonly Mutator[] = [
  { name: 'row security off', mechanism: 3, sql: () => 'alter table docs disable row level security;', rule: 'row-security-off', object: 'docs' },
  { name: 'a new table', mechanism: 1, sql: ({ type }) => `create table notes (id uuid primary key, tenant_id ${type} not null); grant select on notes to app_rw;`, rule: 'row-security-off', object: 'notes' },
  { name: 'a table in another schema', mechanism: 10, sql: ({ type }) => `create schema billing; grant usage on schema billing to app_rw; create table billing.invoices (id uuid primary key, tenant_id ${type} not null); grant select on billing.invoices to app_rw;`, rule: 'row-security-off', object: 'invoices' },
  { name: 'CREATE TABLE LIKE', mechanism: 8, sql: () => 'create table copied (like docs including all); grant select on copied to app_rw;', rule: 'row-security-off', object: 'copied' },
  { name: 'CREATE TABLE AS', mechanism: 8, sql: () => 'create table copied as select * from docs; grant select on copied to app_rw;', rule: 'row-security-off', object: 'copied' },
  { name: 'a partition that is granted', mechanism: 73, sql: () => 'grant select on parts_1 to app_rw;', rule: 'row-security-off', object: 'parts_1' },
  { name: 'a new partition that is granted', mechanism: 8, sql: () => "create table parts_2 partition of parts for values from ('2027-01-01') to ('2028-01-01'); grant insert on parts_2 to app_rw;", rule: 'row-security-off', object: 'parts_2' },
  { name: 'a child that is granted', mechanism: 73, sql: () => 'create table more () inherits (docs); grant select on more to app_rw;', rule: 'row-security-off', object: 'more' },
  { name: 'a parent without row security', mechanism: 74, sql: () => 'alter table parts disable row level security; alter table parts_1 enable row level security;', rule: 'row-security-off', object: 'parts' },
  { name: 'all tables of the schema are granted', mechanism: 75, sql: () => 'grant select on all tables in schema public to app_rw;', rule: 'row-security-off', object: 'parts_1' },
  { name: 'an owner who is not held', mechanism: 4, sql: () => 'alter table docs owner to app_rw; alter table docs no force row level security;', rule: 'owner-exempt', object: 'docs' },
  { name: 'a member of the owner', mechanism: 4, sql: () => 'alter table docs owner to app_owner; alter table docs no force row level security; grant app_owner to app_rw;', rule: 'owner-exempt', object: 'docs' },
  { name: 'a table without the tenant', mechanism: 6, sql: () => 'create table feedback (id uuid primary key); grant select on feedback to app_rw;', rule: 'unclassified-table', object: 'feedback' },
  { name: 'default privileges', mechanism: 9, sql: () => 'alter default privileges for role app_owner in schema public grant select on tables to app_rw;', rule: 'open-default-privileges', object: 'public' },
  { name: 'a shared table that is written', mechanism: 1, sql: () => 'grant insert on countries to app_rw;', rule: 'writable-shared-table', object: 'countries' },
];

const roles: readonly Mutator[] = [
  { name: 'a superuser', mechanism: 11, sql: () => 'alter role app_rw superuser;', rule: 'bypassing-role', object: 'app_rw' },
  { name: 'BYPASSRLS', mechanism: 11, sql: () => 'alter role app_rw bypassrls;', rule: 'bypassing-role', object: 'app_rw' },
  { name: 'SET ROLE to one that bypasses', mechanism: 12, sql: () => 'create role boss bypassrls; grant boss to app_rw;', rule: 'bypassing-role', object: 'app_rw' },
  { name: 'a vendor role that bypasses', mechanism: 97, sql: () => 'create role neon_superuser bypassrls; grant neon_superuser to app_rw;', rule: 'bypassing-role', object: 'app_rw' },
  { name: 'CREATEROLE', mechanism: 14, sql: () => 'alter role app_rw createrole;', rule: 'role-creator', object: 'app_rw' },
  { name: 'an own schema', mechanism: 15, sql: () => 'alter schema public owner to app_rw;', rule: 'schema-owned', object: 'public' },
  { name: 'SET ROLE to the owner', mechanism: 16, sql: () => 'alter table docs owner to app_owner; grant app_owner to app_rw with inherit false;', rule: 'row-security-can-be-disabled', object: 'docs' },
  { name: 'TRUNCATE', mechanism: 17, sql: () => 'grant truncate on docs to app_rw;', rule: 'truncate-granted', object: 'docs' },
  { name: 'ALL', mechanism: 17, sql: () => 'grant all on lines to app_rw;', rule: 'truncate-granted', object: 'lines' },
  { name: 'MAINTAIN', mechanism: 17, sql: () => 'grant maintain on docs to app_rw;', rule: 'maintain-granted', object: 'docs' },
  { name: 'TRIGGER', mechanism: 18, sql: () => 'grant trigger on docs to app_rw; grant temporary on database postgres to app_rw;', rule: 'trigger-granted', object: 'docs' },
  { name: 'REFERENCES', mechanism: 19, sql: () => 'grant references on docs to app_rw; grant create on schema app to app_rw;', rule: 'references-granted', object: 'docs' },
  { name: 'temporary tables', mechanism: 20, sql: () => 'grant temporary on database postgres to public;', rule: 'temporary-tables', object: 'postgres' },
  { name: 'CREATE on a schema', mechanism: 21, sql: () => 'grant create on schema public to public;', rule: 'creatable-schema', object: 'public' },
  { name: 'files of the server', mechanism: 22, sql: () => 'grant pg_read_server_files to app_rw;', rule: 'predefined-role', object: 'app_rw' },
  { name: 'statements of others', mechanism: 22, sql: () => 'grant pg_monitor to app_rw;', rule: 'predefined-role', object: 'app_rw' },
  { name: 'REPLICATION', mechanism: 23, sql: () => 'alter role app_rw replication;', rule: 'replicating-role', object: 'app_rw' },
  { name: 'a publication of all tables', mechanism: 24, sql: () => 'create publication feed for all tables;', rule: 'unfiltered-publication', object: 'feed' },
  { name: 'a publication of a table', mechanism: 24, sql: () => 'create publication feed for table docs;', rule: 'unfiltered-publication', object: 'feed' },
  { name: 'CONNECT to another database', mechanism: 25, sql: () => 'alter database template1 is_template false; alter database template1 rename to other; grant connect on database other to public;', rule: 'other-databases', object: 'other' },
  { name: 'a stored tenant', mechanism: 27, sql: ({ type }) => `alter role app_rw set app.current_tenant = ${some(type).replace('::uuid', '')};`, rule: 'stored-setting', object: 'app_rw' },
  { name: 'a stored tenant of the database', mechanism: 27, sql: () => "alter database postgres set app.current_tenant = '1';", rule: 'stored-setting', object: 'postgres' },
  { name: 'row security that is switched off for a role', mechanism: 89, sql: () => 'alter role app_rw set row_security = off;', rule: 'stored-setting', object: 'app_rw' },
  { name: 'a floor for the application alone', mechanism: 28, sql: (s) => `create policy f on docs as restrictive to app_rw using (tenant_id = ${s.tenant});`, rule: 'removable-floor', object: 'docs' },
  { name: 'a login that bypasses', mechanism: 88, sql: () => 'create role loader login bypassrls;', rule: 'exempt-login', object: 'loader' },
];

const functions: readonly Mutator[] = [
  { name: 'an IMMUTABLE tenant function', mechanism: 56, sql: () => 'alter function app.current_tenant() immutable;', rule: 'unsteady-tenant-function', object: 'current_tenant', unless: (s) => !callsFunction(s) },
  { name: 'a VOLATILE tenant function', mechanism: 57, sql: () => 'alter function app.current_tenant() volatile;', rule: 'unsteady-tenant-function', object: 'current_tenant', unless: (s) => !callsFunction(s) },
  { name: 'a tenant function of the application', mechanism: 58, sql: () => 'alter function app.current_tenant() owner to app_rw;', rule: 'replaceable-function', object: 'current_tenant', unless: (s) => !callsFunction(s) },
  { name: 'a name that a temporary table hides', mechanism: 59, sql: (s) => `grant temporary on database postgres to app_rw; create function app.sees(t ${s.type}) returns boolean language sql stable as $$ select exists (select 1 from tenants x where x.id = t) $$; create policy p on docs as restrictive using (app.sees(tenant_id));`, rule: 'shadowed-name', object: 'sees' },
  { name: 'a function that sets the tenant', mechanism: 60, sql: () => "alter function app.titles() set app.current_tenant = '1';", rule: 'setting-changed-by-function', object: 'titles' },
  { name: 'a function that switches row security off', mechanism: 60, sql: () => 'alter function app.titles() set row_security = off;', rule: 'setting-changed-by-function', object: 'titles' },
  { name: 'a LEAKPROOF function', mechanism: 63, sql: () => 'create function app.same(t text) returns text language sql immutable leakproof as $$ select t $$;', rule: 'leakproof-function', object: 'same' },
  { name: 'a definer function without a filter', mechanism: 71, sql: () => "create function app.f() returns setof text language sql security definer set search_path = '' as $$ select title from public.docs $$;", rule: 'definer-function', object: 'f' },
  { name: 'a definer function that writes', mechanism: 71, sql: () => "create function app.f() returns void language plpgsql security definer as $$ begin delete from public.docs; end $$;", rule: 'definer-function', object: 'f' },
  { name: 'a definer function with dynamic SQL', mechanism: 71, sql: () => "create function app.f() returns void language plpgsql security definer as $$ begin execute 'delete from public.docs'; end $$;", rule: 'definer-function', object: 'f' },
  { name: 'a definer function that takes the tenant', mechanism: 72, sql: ({ type }) => `create function app.f(t ${type}) returns bigint language sql security definer as $$ select count(*) from public.docs where tenant_id = t $$;`, rule: 'definer-function', object: 'f' },
  { name: 'one argument', mechanism: 44, sql: (s) => only(`using (tenant_id = current_setting('app.current_tenant')::${s.type})`), rule: 'one-argument-setting', object: 'app.current_tenant' },
  { name: 'an error where the setting is empty', mechanism: 45, sql: (s) => only(`using (tenant_id = current_setting('app.current_tenant', true)::${s.type})`), rule: 'empty-setting', object: 'app.current_tenant', unless: ({ type }) => type === 'text' },
  { name: 'a second setting in a function', mechanism: 51, sql: () => "create function app.who() returns text language sql stable as $$ select current_setting('app.user', true) $$;", rule: 'other-setting', object: 'app.user' },
];

const ways: readonly Mutator[] = [
  { name: 'a view of a superuser', mechanism: 64, sql: () => 'create view v as select * from docs; grant select on v to app_rw;', rule: 'leaking-view', object: 'v' },
  { name: 'a view of an owner who is not held', mechanism: 64, sql: () => 'alter table docs owner to app_owner; alter table docs no force row level security; create view v as select * from docs; alter view v owner to app_owner; grant select on v to app_rw;', rule: 'leaking-view', object: 'v' },
  { name: 'security_invoker that is lost', mechanism: 66, sql: () => 'alter view titles owner to postgres; create or replace view titles as select tenant_id, title from docs;', rule: 'leaking-view', object: 'titles', unless: ({ owner }) => owner === 'postgres' },
  { name: 'security_invoker that is reset', mechanism: 66, sql: () => 'alter view titles owner to postgres; alter view titles reset (security_invoker);', rule: 'leaking-view', object: 'titles' },
  { name: 'a view that writes', mechanism: 68, sql: (s) => `create view v as select * from docs where tenant_id = ${s.tenant}; grant select, insert on v to app_rw;`, rule: 'writable-view', object: 'v' },
  { name: 'a view that only its condition guards', mechanism: 67, sql: (s) => `create view v as select title from docs where tenant_id = ${s.tenant}; grant select on v to app_rw;`, rule: 'unbarred-view', object: 'v' },
  { name: 'a materialized view', mechanism: 69, sql: () => 'create materialized view m as select * from docs; grant select on m to app_rw;', rule: 'leaking-view', object: 'm' },
  { name: 'a count in a materialized view', mechanism: 69, sql: () => 'create materialized view m as select tenant_id, count(*) from docs group by 1; grant select on m to app_rw;', rule: 'leaking-view', object: 'm' },
  { name: 'a foreign table', mechanism: 70, sql: ({ type }) => `create foreign data wrapper w; create server s foreign data wrapper w; create foreign table far (tenant_id ${type}) server s; grant select on far to app_rw;`, rule: 'reachable-foreign-table', object: 'far' },
  { name: 'a rule', mechanism: 76, sql: ({ type }) => `create table log (tenant_id ${type}); alter table docs owner to postgres; create rule r as on update to docs do also insert into log select tenant_id from docs;`, rule: 'rewriting-rule', object: 'r' },
  { name: 'a cascade across tenants', mechanism: 77, sql: () => 'alter table lines add constraint k foreign key (doc_id) references docs (id) on delete cascade;', rule: 'crossing-foreign-key', object: 'k' },
  { name: 'SET NULL across tenants', mechanism: 77, sql: () => 'alter table lines add constraint k foreign key (doc_id) references docs (id) on delete set null;', rule: 'crossing-foreign-key', object: 'k' },
  { name: 'a reference across tenants', mechanism: 78, sql: () => 'alter table lines add constraint k foreign key (doc_id) references docs (id);', rule: 'crossing-foreign-key', object: 'k' },
  { name: 'a unique key over all tenants', mechanism: 79, sql: () => 'alter table docs add constraint k unique (title);', rule: 'crossing-unique-key', object: 'k' },
  { name: 'a unique expression over all tenants', mechanism: 79, sql: () => 'create unique index k on docs (lower(title));', rule: 'crossing-unique-key', object: 'k' },
  { name: 'a sequence', mechanism: 80, sql: () => 'create sequence s; grant select on sequence s to app_rw;', rule: 'shared-sequence', object: 's' },
  { name: 'statistics of a partition', mechanism: 82, sql: () => 'grant select on parts_1 to app_rw;', rule: 'child-statistics', object: 'parts_1' },
  { name: 'large objects', mechanism: 84, sql: () => 'select lo_create(0);', rule: 'large-objects', object: 'postgres' },
  { name: 'definer functions open after a restore', mechanism: 91, sql: () => "create function app.f() returns bigint language sql security definer as $$ select count(*) from public.docs $$; revoke execute on function app.f() from public; grant execute on function app.f() to public;", rule: 'definer-function', object: 'f' },
  { name: 'no index on the tenant', mechanism: 95, sql: () => 'drop index lines_tenant_id_idx;', rule: 'unindexed-tenant', object: 'lines' },
  { name: 'equality that is no identity', mechanism: 48, sql: () => 'create table notes (id uuid primary key, tenant_id char(8) not null);', rule: 'coarse-tenant', object: 'notes' },
  { name: 'the empty tenant', mechanism: 46, sql: () => "create table notes (id uuid primary key, tenant_id text not null); create policy p on notes using (tenant_id = current_setting('app.current_tenant', true));", rule: 'empty-setting', object: 'notes' },
];

export const mutators: readonly Mutator[] = [...policies, ...switches, ...roles, ...functions, ...ways];
