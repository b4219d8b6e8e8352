import { type Configuration, loadSqlReader } from '@tenantscope/core';
import { type Audit, auditSnapshot } from '../src/audit.ts';
import { type InProcess, openInProcess } from '../src/catalog/in-process.ts';
import { readCatalog } from '../src/catalog/read.ts';
import type { Snapshot } from '../src/catalog/snapshot.ts';

/** A database that keeps its tenants apart: what tests change one thing of. Its application runs as app_rw. */
export const healthy = `
create role app_owner nologin;
create role app_rw login;
create schema app authorization app_owner;
grant usage on schema app to app_rw;
grant usage, create on schema public to app_owner;
set local role app_owner;
create function app.current_tenant() returns uuid language sql stable set search_path = '' as $$ select nullif(current_setting('app.current_tenant', true), '')::uuid $$;
create table tenants (id uuid primary key, name text not null);
create table countries (code char(2) primary key);
create table docs (id uuid primary key, tenant_id uuid not null references tenants, title text, unique (tenant_id, id));
create table lines (id uuid primary key, tenant_id uuid not null, doc_id uuid not null, foreign key (tenant_id, doc_id) references docs (tenant_id, id));
create index on docs (tenant_id);
create index on lines (tenant_id);
alter table tenants enable row level security, force row level security;
alter table docs enable row level security, force row level security;
alter table lines enable row level security, force row level security;
create policy tenants_isolation on tenants using (id = app.current_tenant());
create policy docs_isolation on docs using (tenant_id = app.current_tenant());
create policy lines_isolation on lines using (tenant_id = app.current_tenant());
grant select on tenants, countries to app_rw;
grant select, insert, update, delete on docs, lines to app_rw;
reset role;
revoke temporary on database postgres from public;
revoke connect on database template1 from public;
`;

export const configuration: Configuration = {
  tenant: { column: 'tenant_id', root: 'tenants.id', setting: 'app.current_tenant', functions: ['app.current_tenant'] },
  tables: { shared: ['countries'] },
  database: { runtimeRoles: ['app_rw'] },
};

let database: InProcess | undefined;

/** The catalog of a database that the SQL makes in an empty one; nothing of it stays. */
export const catalogAfter = async (sql: string): Promise<Snapshot> => {
  database ??= await openInProcess();
  await database.run('begin');
  try {
    await database.run(sql);
    await database.run("reset role; set local search_path = ''");
    return await readCatalog(database);
  } finally {
    await database.run('rollback');
  }
};

/** What is found in a database that the SQL makes in an empty one. */
export const audit = async (sql: string, given: Configuration = configuration): Promise<Audit> => {
  await loadSqlReader();
  return auditSnapshot(await catalogAfter(sql), given);
};

/** The findings of one check as `kind name: message`. */
export const found = async (id: string, sql: string, given?: Configuration): Promise<readonly string[]> =>
  (await audit(sql, given)).findings.filter((f) => f.rule === id).map((f) => `${f.severity} ${f.object.kind} ${f.object.name}: ${f.message}`);
