import { identifier, objectsSql } from '../catalog/ddl.ts';
import { here, type InProcess, openInProcess } from '../catalog/in-process.ts';
import { readSnapshot } from '../catalog/read.ts';
import type { Snapshot } from '../catalog/snapshot.ts';
import { differences } from '../facts/fingerprint.ts';
import { rightsSql, rolesSql } from './rights.ts';

/** A database that has everything of another but its rows. */
export interface Shadow {
  readonly database: InProcess;
  /** What could not be made, by PostgreSQL's own words. */
  readonly refused: readonly { readonly sql: string; readonly message: string }[];
  /** Objects of the other that this one has not, or has otherwise. */
  readonly differences: readonly string[];
}

/** The superuser of the shadow has a name of its own, because a role of the other may be called `postgres` and be none. */
const selfSql = [
  'create role "tenantscope shadow" superuser login',
  'set session authorization "tenantscope shadow"',
  'alter role postgres rename to "tenantscope bootstrap"',
  // Bodies of functions may name what is made later.
  'set check_function_bodies = off',
  "set search_path = ''",
] as const;

const withoutSelf = (snapshot: Snapshot): Snapshot => ({ ...snapshot, roles: snapshot.roles.filter((r) => !r.name.startsWith('tenantscope ')) });

/** A catalog of the shadow, with what is the server's own as the database has it that it stands for. */
export const serverless = (shadow: Snapshot, { server, databases, slots, foreignServers, languages }: Snapshot): Snapshot => {
  const current = shadow.databases.find((d) => d.name === here);
  return {
    ...withoutSelf(shadow),
    server,
    slots,
    foreignServers,
    languages,
    databases: databases.map((d) => (d.name === server.database && current ? { ...current, name: d.name } : d)),
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs statements; those that are refused again as long as that helps. */
const runAll = async (database: InProcess, statements: readonly string[]): Promise<Shadow['refused']> => {
  let open: readonly string[] = statements;
  for (;;) {
    const refused: { sql: string; message: string }[] = [];
    for (const sql of open)
      try {
        await database.run(sql);
      } catch (error) {
        refused.push({ sql, message: messageOf(error) });
      }
    if (refused.length === 0 || refused.length === open.length) return refused;
    open = refused.map((r) => r.sql);
  }
};

const extensionsSql = ({ extensions, schemas }: Snapshot): readonly string[] => [
  ...schemas.filter((s) => s.extension === null && s.name !== 'public' && extensions.some((e) => e.schema === s.name)).map((s) => `create schema if not exists ${identifier(s.name)}`),
  ...extensions.filter((e) => e.name !== 'plpgsql').map((e) => `create extension if not exists ${identifier(e.name)} with schema ${identifier(e.schema)}`),
];

const publicationSql = ({ name, allTables, schemas, tables }: Snapshot['publications'][number]): string => {
  if (allTables) return `create publication ${identifier(name)} for all tables`;
  const parts = [...tables.map((t) => `table only ${identifier(t.schema)}.${identifier(t.name)}${t.filter === null ? '' : ` where (${t.filter})`}`), ...schemas.map((s) => `tables in schema ${identifier(s)}`)];
  return `create publication ${identifier(name)}${parts.length === 0 ? '' : ` for ${parts.join(', ')}`}`;
};

/** Rebuilds a database from its catalog in PostgreSQL in process: nothing of it is touched, and no row of it is known. */
export const rebuild = async (snapshot: Snapshot): Promise<Shadow> => {
  const database = await openInProcess(snapshot.extensions.map((e) => e.name));
  try {
    for (const sql of selfSql) await database.run(sql);
    const [version] = await database.query('show server_version_num');
    const schemas = new Set(extensionsSql(snapshot).filter((sql) => sql.startsWith('create schema')).map((sql) => sql.replace('if not exists ', '')));
    const refused = [
      ...(await runAll(database, rolesSql(snapshot, Number(version?.['server_version_num'])))),
      ...(await runAll(database, extensionsSql(snapshot))),
      ...(await runAll(database, objectsSql(snapshot).filter((sql) => !schemas.has(sql)))),
      ...(await runAll(database, [...rightsSql(snapshot, here), ...snapshot.publications.flatMap((p) => [publicationSql(p), `alter publication ${identifier(p.name)} owner to ${identifier(p.owner)}`])])),
    ];
    return { database, refused, differences: differences(snapshot, withoutSelf(await readSnapshot(database))) };
  } catch (error) {
    await database.close();
    throw error;
  }
};
