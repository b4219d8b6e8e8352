import type { FunctionEntry, Relation, Role, Snapshot, StoredSettings } from '../catalog/snapshot.ts';
import { grantee, identifier, own, sqlName, text } from '../catalog/ddl.ts';
import { type Grant, type Grantable, grantsOf, type Privilege } from '../facts/acl.ts';

const isBuiltIn = (role: string): boolean => role.startsWith('pg_');

const attributes = (r: Role): string =>
  [r.superuser && 'superuser', r.bypassRls && 'bypassrls', !r.inherit && 'noinherit', r.createRole && 'createrole', r.createDatabase && 'createdb', r.login && 'login', r.replication && 'replication'].filter((a) => a !== false).join(' ');

/** Options of a membership are its own since PostgreSQL 16. */
const membershipSql = (member: string, { role, admin, inherit, set }: Role['memberOf'][number], server: number): string => {
  const options = server >= 160000 ? ` with admin ${String(admin)}, inherit ${String(inherit)}, set ${String(set)}` : admin ? ' with admin option' : '';
  return `grant ${identifier(role)} to ${identifier(member)}${options}`;
};

/** SQL that makes the roles of a snapshot and their memberships, on a server of a version. */
export const rolesSql = ({ roles }: Snapshot, server: number): readonly string[] => [
  ...roles.filter((r) => !isBuiltIn(r.name)).map((r) => `create role ${identifier(r.name)} ${attributes(r)}`),
  ...roles.flatMap((r) => (isBuiltIn(r.name) ? [] : r.memberOf.map((m) => membershipSql(r.name, m, server)))),
];

/** An object that has an owner and privileges. `sql`: how GRANT and ALTER name it. */
interface Held {
  readonly owner: string;
  readonly acl: readonly string[] | null;
  readonly kind: Grantable;
  readonly grant: string;
  readonly alter?: string;
}

const grantSql = (what: string, { grantee: to, privileges, grantable }: Grant, columns = ''): readonly string[] => {
  const plain = [...privileges].filter((p) => !grantable.has(p));
  const sql = (list: readonly Privilege[], option: string): readonly string[] => (list.length === 0 ? [] : [`grant ${list.map((p) => `${p}${columns}`).join(', ')} on ${what} to ${grantee(to)}${option}`]);
  return [...sql(plain, ''), ...sql([...grantable], ' with grant option')];
};

const aclSql = ({ owner, acl, kind, grant }: Held): readonly string[] =>
  acl === null ? [] : [`revoke all on ${grant} from public, ${identifier(owner)}`, ...grantsOf(acl, owner, kind).flatMap((g) => grantSql(grant, g))];

const heldSql = (held: Held): readonly string[] => [...(held.alter === undefined ? [] : [`alter ${held.alter} owner to ${identifier(held.owner)}`]), ...aclSql(held)];

const alterWords: Readonly<Record<Relation['kind'], string>> = {
  table: 'table', 'partitioned table': 'table', 'foreign table': 'table', view: 'view', 'materialized view': 'materialized view', sequence: 'sequence',
};

/** A sequence that belongs to a column has the owner of the table. */
const relationHeld = (r: Relation): Held => ({
  owner: r.owner,
  acl: r.acl,
  kind: r.kind === 'sequence' ? 'sequence' : 'relation',
  grant: `${r.kind === 'sequence' ? 'sequence' : 'table'} ${sqlName(r)}`,
  ...(r.ownedBy === null && { alter: `${alterWords[r.kind]} ${sqlName(r)}` }),
});

const columnsSql = (r: Relation): readonly string[] =>
  r.columns.flatMap((c) => (c.acl === null ? [] : grantsOf(c.acl, r.owner, 'column').flatMap((g) => grantSql(`table ${sqlName(r)}`, g, ` (${identifier(c.name)})`))));

const functionHeld = (f: FunctionEntry): Held => {
  const name = `routine ${sqlName(f)}(${f.arguments})`;
  return { owner: f.owner, acl: f.acl, kind: 'function', grant: name, alter: name };
};

/** Settings that are lists hold names as they have to be written. */
const isList = (name: string): boolean => /^(search_path|temp_tablespaces|session_preload_libraries|shared_preload_libraries|local_preload_libraries)$/i.test(name);

const settingsSql = ({ role, database, settings }: StoredSettings, here: string): readonly string[] =>
  settings.flatMap((setting) => {
    const at = setting.indexOf('=');
    const [name, value] = [setting.slice(0, at), setting.slice(at + 1)];
    const what = role === null ? (database === null ? 'role all' : `database ${identifier(here)}`) : `role ${identifier(role)}${database === null ? '' : ` in database ${identifier(here)}`}`;
    return `alter ${what} set ${name.split('.').map(identifier).join('.')} to ${isList(name) ? value : text(value)}`;
  });

const defaultsSql = ({ owner, schema, on, acl }: Snapshot['defaultPrivileges'][number]): readonly string[] => {
  const start = `alter default privileges for role ${identifier(owner)}${schema === null ? '' : ` in schema ${identifier(schema)}`}`;
  const kind: Grantable = on === 'sequences' ? 'sequence' : on === 'functions' ? 'function' : on === 'schemas' ? 'schema' : 'relation';
  const cleared = schema === null ? [`${start} revoke all on ${on} from public, ${identifier(owner)}`] : [];
  return [...cleared, ...grantsOf(acl, owner, kind).flatMap((g) => grantSql(on, g)).map((sql) => `${start} ${sql}`)];
};

/** SQL that gives the objects of a snapshot their owners and privileges. `here`: the name of the database that stands for it. */
export const rightsSql = (snapshot: Snapshot, here: string): readonly string[] => {
  const relations = own(snapshot.relations).filter((r) => !r.temporary);
  const database = snapshot.databases.find((d) => d.name === snapshot.server.database);
  return [
    ...own(snapshot.schemas).flatMap((s) => heldSql({ owner: s.owner, acl: s.acl, kind: 'schema', grant: `schema ${identifier(s.name)}`, alter: `schema ${identifier(s.name)}` })),
    ...own(snapshot.types).map((t) => `alter ${t.kind === 'domain' ? 'domain' : 'type'} ${sqlName(t)} owner to ${identifier(t.owner)}`),
    ...relations.flatMap((r) => [...heldSql(relationHeld(r)), ...columnsSql(r)]),
    // Aggregates and functions in C cannot be made from the catalog.
    ...own(snapshot.functions).filter((f) => f.definition !== null).flatMap((f) => heldSql(functionHeld(f))),
    ...(database ? heldSql({ owner: database.owner, acl: database.acl, kind: 'database', grant: `database ${identifier(here)}`, alter: `database ${identifier(here)}` }) : []),
    ...snapshot.settings.filter((s) => s.database === null || s.database === snapshot.server.database).flatMap((s) => settingsSql(s, here)),
    ...snapshot.defaultPrivileges.flatMap(defaultsSql),
  ];
};
