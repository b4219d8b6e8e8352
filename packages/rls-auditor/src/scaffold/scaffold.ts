import type { Configuration } from '@tenantscope/core';
import { type Audit, auditSnapshot } from '../audit.ts';
import { readCatalog } from '../catalog/read.ts';
import type { Relation, Snapshot } from '../catalog/snapshot.ts';
import type { Finding } from '../checks/check.ts';
import { quoted, quotedName } from '../facts/database.ts';
import { type Facts, factsOf, tenantTables } from '../facts/facts.ts';
import { isolationSql } from '../facts/isolation.ts';
import { rebuild, serverless } from '../shadow/rebuild.ts';

/** A migration that gives a database the isolation that it lacks. */
export interface Scaffold {
  /** Statements in groups, each with what it is for. */
  readonly parts: readonly { readonly title: string; readonly sql: string }[];
  /** What is still found in a copy of the database after it. */
  readonly remaining: readonly Finding[];
}

const roleSql = ({ snapshot }: Facts, roles: readonly string[]): readonly string[] =>
  roles
    .filter((name) => !snapshot.roles.some((r) => r.name === name))
    .map((name) => `do $$ begin if not exists (select from pg_roles where rolname = '${name.replaceAll("'", "''")}') then create role ${quoted(name)} login nosuperuser nobypassrls; end if; end $$;`);

const functionSql = ({ snapshot, tenancy, configuration }: Facts, type: string): readonly string[] =>
  (configuration.tenant?.functions ?? [])
    .map((name) => name.split('.'))
    .map(([schema = '', name]) => (name === undefined ? { schema: 'public', name: schema } : { schema, name }))
    .filter((f) => !snapshot.functions.some((known) => known.schema === f.schema && known.name === f.name))
    .map((f) =>
      [
        ...(snapshot.schemas.some((s) => s.name === f.schema) ? [] : [`create schema if not exists ${quoted(f.schema)};`]),
        `create or replace function ${quotedName(f)}() returns ${type} language sql stable set search_path = '' as $$ select nullif(current_setting('${tenancy.reading.setting}', true), '')::${type} $$;`,
      ].join('\n'),
    );

const lacks = (t: Relation): boolean => !t.rowSecurity || !t.forceRowSecurity || t.policies.length === 0;

const grantsSql = (facts: Facts, roles: readonly string[]): readonly string[] => {
  const { snapshot, tenancy } = facts;
  const to = roles.map(quoted).join(', ');
  const own = tenantTables(facts).filter((t) => t.partitionBound === null && t.kind !== 'foreign table');
  const shared = snapshot.relations.filter((r) => (r.kind === 'table' || r.kind === 'partitioned table') && tenancy.table(r)?.ownership.kind === 'shared');
  const schemas = [...new Set([...own, ...shared].map((r) => r.schema))];
  const isRoot = (t: Relation): boolean => t.constraints.some((k) => k.kind === 'primary key' && k.columns.length === 1 && k.columns[0] === tenancy.tenantColumn(t));
  return [
    ...schemas.map((s) => `grant usage on schema ${quoted(s)} to ${to};`),
    ...own.map((t) => `grant ${isRoot(t) ? 'select' : 'select, insert, update, delete'} on ${quotedName(t)} to ${to};`),
    ...shared.map((t) => `grant select on ${quotedName(t)} to ${to};`),
  ];
};

const tenantType = (facts: Facts): string => tenantTables(facts).flatMap((t) => t.columns.find((c) => c.name === facts.tenancy.tenantColumn(t))?.type ?? [])[0] ?? 'text';

const migrationOf = (facts: Facts): Scaffold['parts'] => {
  const roles = facts.configuration.database?.runtimeRoles ?? [];
  const missing = roleSql(facts, roles);
  const group = (title: string, statements: readonly string[]): Scaffold['parts'] => (statements.length === 0 ? [] : [{ title, sql: statements.join('\n') }]);
  return [
    ...group('The role that the application runs as: it owns nothing, and no policy lets it off', missing),
    ...group('The tenant of the session; NULL where there is none, so that nothing is let through', functionSql(facts, tenantType(facts))),
    ...tenantTables(facts).filter((t) => lacks(t) && t.kind !== 'foreign table').flatMap((t) => group(`Rows of ${quotedName(t)} are for their tenant alone`, [isolationSql(facts, t)])),
    ...group('What the application may do', missing.length === 0 ? [] : grantsSql(facts, roles)),
  ];
};

/** What the migration leaves, seen in a copy of the database. */
const after = async (snapshot: Snapshot, sql: string, configuration: Configuration): Promise<Audit> => {
  const { database } = await rebuild(snapshot);
  try {
    await database.run(`reset search_path; ${sql}`);
    await database.run(sql);
    await database.run("set search_path = ''");
    return auditSnapshot(serverless(await readCatalog(database), snapshot), configuration);
  } finally {
    await database.close();
  }
};

/** Policies, grants, roles and the tenant function for tables that have none, tried twice on a copy of the database. */
export const scaffold = async (snapshot: Snapshot, configuration: Configuration): Promise<Scaffold> => {
  const parts = migrationOf(factsOf(snapshot, configuration));
  const { findings } = await after(snapshot, parts.map((p) => p.sql).join('\n'), configuration);
  return { parts, remaining: findings.filter((f) => f.severity !== 'info') };
};
