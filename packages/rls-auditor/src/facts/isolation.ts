import type { Name, Relation } from '../catalog/snapshot.ts';
import { type Database, keyOf, quoted, quotedName } from './database.ts';
import type { Tenancy } from './tenancy.ts';

/** What SQL for policies needs to know. */
interface Known {
  readonly database: Database;
  readonly tenancy: Tenancy;
}

/** The tenant of the session, or its user, as a value of a type; NULL where there is none. */
const carried = ({ tenancy }: Known, type: string): string => {
  const value = `nullif(current_setting('${tenancy.reading.setting.replaceAll("'", "''")}', true), '')`;
  return type === 'text' ? value : `${value}::${type}`;
};

const columnType = ({ database }: Known, table: Name, column: string): string => database.relation(table)?.columns.find((c) => c.name === column)?.type ?? 'text';

const tenantIs = (known: Known, table: Name, place: string, column: string): string => {
  const [first] = known.tenancy.memberships;
  const members = first && known.database.snapshot.relations.find((r) => keyOf(r) === first.table);
  if (!first || !members) return `${place} = ${carried(known, columnType(known, table, column))}`;
  const user = carried(known, columnType(known, members, first.user));
  // A policy of the memberships cannot read them again.
  if (keyOf(table) === first.table) return `${quoted(table.name)}.${quoted(first.user)} = ${user}`;
  return `${place} in (select membership.${quoted(first.tenant)} from ${quotedName(members)} membership where membership.${quoted(first.user)} = ${user})`;
};

/** SQL that is true for the rows of the session's tenant, `of` being what the table is called there; undefined where nobody knows whose rows it has. */
const tenantPredicate = (known: Known, table: Name, of: string = quoted(table.name), depth = 0): string | undefined => {
  const ownership = known.tenancy.table(table)?.ownership;
  if (ownership?.kind === 'tenant') return tenantIs(known, table, `${of}.${quoted(ownership.column)}`, ownership.column);
  if (ownership?.kind !== 'via' || depth > 10) return undefined;
  const parent = known.database.snapshot.relations.find((r) => known.tenancy.table(r)?.key === ownership.parent);
  if (!parent) return undefined;
  const identity = known.tenancy.table(parent)?.identity;
  const alias = `parent${depth === 0 ? '' : String(depth)}`;
  const owned = tenantPredicate(known, parent, alias, depth + 1);
  return identity === undefined || owned === undefined ? undefined : `exists (select 1 from ${quotedName(parent)} ${alias} where ${alias}.${quoted(identity)} = ${of}.${quoted(ownership.column)} and ${owned})`;
};

const policySql = (r: Relation, name: string, kind: 'permissive' | 'restrictive', predicate: string): string =>
  [`drop policy if exists ${name} on ${quotedName(r)};`, `create policy ${name} on ${quotedName(r)} as ${kind}`, `  using (${predicate})`, `  with check (${predicate});`].join('\n');

/** A policy below all others: whatever they let through, only the tenant's rows come through this one. */
export const floorSql = (known: Known, r: Relation): string | undefined => {
  const predicate = tenantPredicate(known, r);
  return predicate === undefined ? undefined : policySql(r, 'tenant_floor', 'restrictive', predicate);
};

/** Row security, also for the owner; and where a table has no policy, the one that lets the tenant's rows through. */
export const isolationSql = (known: Known, r: Relation): string => {
  const predicate = tenantPredicate(known, r);
  const policies = r.policies.length > 0 || predicate === undefined ? [] : [policySql(r, 'tenant_isolation', 'permissive', predicate)];
  return [...policies, `alter table ${quotedName(r)} enable row level security;`, `alter table ${quotedName(r)} force row level security;`].join('\n');
};
