import type { Configuration } from '@tenantscope/core';
import type { Relation, Snapshot } from '../catalog/snapshot.ts';
import { once } from '../memo.ts';
import { type Database, openDatabase } from './database.ts';
import { fingerprintOf } from './fingerprint.ts';
import { isSuperuser } from './roles.ts';
import { holdsRows, type Tenancy, tenancyOf } from './tenancy.ts';
import { type TableVerdict, verdictsOf } from './verdicts.ts';

/** What checks look at. */
export interface Facts {
  readonly snapshot: Snapshot;
  readonly database: Database;
  readonly configuration: Configuration;
  readonly tenancy: Tenancy;
  /** The roles that the application runs as. */
  readonly runtimeRoles: readonly string[];
  /** Those, and every role that one of them may become. */
  readonly actingRoles: readonly string[];
  readonly verdicts: readonly TableVerdict[];
  /** The same for two databases that keep their tenants apart in the same way. */
  readonly fingerprint: () => string;
  /** What was taken for granted because nobody said so, one sentence each. */
  readonly assumptions: readonly string[];
}

const isOurs = (r: Relation): boolean => r.extension === null && !r.temporary;

/** Roles that can log in and reach a table, but are no superusers; without any, whoever reads the catalog. */
const inferRuntimeRoles = ({ snapshot, roles, reaches }: Database): readonly string[] => {
  const tables = snapshot.relations.filter((r) => isOurs(r) && (holdsRows(r) || r.kind === 'view'));
  const candidates = snapshot.roles.filter((r) => r.login && !r.superuser);
  const found = candidates.filter((r) => [...roles.becomes(r.name)].some((name) => tables.some((t) => (['select', 'insert', 'update', 'delete'] as const).some((c) => reaches(name, c, t)))));
  return found.length > 0 ? found.map((r) => r.name) : [snapshot.server.user];
};

const inferred = (roles: readonly string[]): string => `the application runs as ${roles.join(', ')}; say so in database.runtimeRoles, or with --role`;

/** Everything that the catalog proves or shows, for the roles that the application runs as. */
export const factsOf = (snapshot: Snapshot, configuration: Configuration): Facts => {
  const database = openDatabase(snapshot);
  const tenancy = tenancyOf(snapshot, configuration);
  const named = configuration.database?.runtimeRoles ?? [];
  const runtimeRoles = named.length > 0 ? named : inferRuntimeRoles(database);
  const actingRoles = [...new Set(runtimeRoles.flatMap((r) => [...(database.roles.find(r)?.superuser === true ? [r] : database.roles.becomes(r))]))];
  return {
    snapshot,
    database,
    configuration,
    tenancy,
    runtimeRoles,
    actingRoles,
    verdicts: verdictsOf(database, tenancy, actingRoles),
    fingerprint: once(() => fingerprintOf(snapshot)),
    assumptions: [...tenancy.reading.assumptions, ...(named.length > 0 ? [] : [inferred(runtimeRoles)])],
  };
};

/** The facts of a database in which everything is the same but its name and its neighbours. */
export const movedTo = (facts: Facts, { server, databases }: Snapshot): Facts => {
  const snapshot = { ...facts.snapshot, server, databases };
  return { ...facts, snapshot, database: { ...facts.database, snapshot } };
};

/** The tables that hold rows of tenants, their own or through a parent. */
export const tenantTables = ({ snapshot, tenancy }: Facts): readonly Relation[] =>
  snapshot.relations.filter((r) => isOurs(r) && holdsRows(r) && ['tenant', 'via'].includes(tenancy.table(r)?.ownership.kind ?? ''));

/** The tables that a role of the application can do anything with. */
export const reachedBy = ({ database, actingRoles }: Facts, r: Relation): readonly string[] =>
  actingRoles.filter((role) => (['select', 'insert', 'update', 'delete'] as const).some((c) => database.reaches(role, c, r)));

/** The roles of the application for which something holds. Superusers are left out: there is nothing more to say of those. */
export const actingWhere = ({ actingRoles, database }: Facts, holds: (role: string) => boolean): readonly string[] =>
  actingRoles.filter((role) => !isSuperuser(database.roles.find(role)) && holds(role));

/** Roles, for a sentence: `app_rw and 2 more roles`. */
export const rolesText = ([first = '', ...more]: readonly string[]): string => (more.length === 0 ? first : `${first} and ${String(more.length)} more role${more.length === 1 ? '' : 's'}`);
