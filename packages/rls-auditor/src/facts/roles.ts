import type { Membership, Role, Snapshot } from '../catalog/snapshot.ts';
import { memo } from '../memo.ts';

/** What roles are to one another. */
export interface Roles {
  readonly find: (name: string) => Role | undefined;
  /** The role itself and every role whose privileges it has without SET ROLE. */
  readonly has: (name: string) => ReadonlySet<string>;
  /** The role itself and every role that it may become with SET ROLE. */
  readonly becomes: (name: string) => ReadonlySet<string>;
}

/** Superusers are members of every role, as far as rights go. */
export const isSuperuser = (role: Role | undefined): boolean => role?.superuser === true;

const closure = (start: string, next: (name: string) => readonly string[]): ReadonlySet<string> => {
  const seen = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...next(name));
  }
  return seen;
};

export const rolesOf = ({ roles, databases, server }: Snapshot): Roles => {
  const byName = new Map(roles.map((r) => [r.name, r]));
  const owner = databases.find((d) => d.name === server.database)?.owner;
  // The owner of a database is a member of pg_database_owner, which the catalog does not say.
  const edges = (name: string, wanted: (m: Membership) => boolean): readonly string[] => [
    ...(byName.get(name)?.memberOf ?? []).filter(wanted).map((m) => m.role),
    ...(name === owner ? ['pg_database_owner'] : []),
  ];
  const everybody = roles.map((r) => r.name);
  return {
    find: (name) => byName.get(name),
    has: memo((name) => (isSuperuser(byName.get(name)) ? new Set(everybody) : closure(name, (n) => edges(n, (m) => m.inherit)))),
    becomes: memo((name) => (isSuperuser(byName.get(name)) ? new Set(everybody) : closure(name, (n) => edges(n, (m) => m.set).filter((r) => r !== 'pg_database_owner')))),
  };
};
