import { databases, defaultPrivileges, settings } from './databases.ts';
import { extensions, foreignServers, languages } from './extensions.ts';
import { functions } from './functions.ts';
import { assembleRelations, relationParts, type StoredRelations } from './relations.ts';
import { publications, slots } from './replication.ts';
import { roles } from './roles.ts';
import { schemas } from './schemas.ts';
import { server } from './server.ts';
import type { Relation, Server, Snapshot } from './snapshot.ts';
import { collations, operators, types } from './types.ts';
import type { Area, Rows } from './area.ts';

/** What a snapshot is read from: a connection, or PostgreSQL in process. */
export interface Connection {
  /** Rows of one statement. */
  readonly query: (sql: string, parameters?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Names come out qualified, whatever the role's own search path is. */
const begin = [
  'begin transaction isolation level repeatable read read only',
  "set local search_path = ''",
  "set local statement_timeout = '60s'",
  "set local lock_timeout = '5s'",
] as const;

const readArea = async <T>(connection: Connection, area: Area): Promise<T> => {
  const [row] = await connection.query(area.sql);
  const value = row?.['value'];
  if (value === null || typeof value !== 'object') throw new NotACatalog(`the server answered ${String(value).slice(0, 40)} where its catalog was asked for`);
  return value as T;
};

/** The rows of an area whose fields come as arrays. */
const readRows = async <T>(connection: Connection, area: Rows<T>): Promise<readonly T[]> => {
  const fields = await readArea<Readonly<Record<string, unknown>>>(connection, area);
  const names = Object.keys(area.fields);
  const arrays = names.map((name) => fields[name]);
  const [first] = arrays;
  if (!Array.isArray(first) || !arrays.every((a): a is unknown[] => Array.isArray(a) && a.length === first.length)) throw new NotACatalog('the server answered something else where rows of its catalog were asked for');
  return first.map((_, i) => Object.fromEntries(names.map((name, n) => [name, arrays[n]?.[i]])) as T);
};

const readRelations = async (connection: Connection): Promise<readonly Relation[]> => {
  const entries: [string, unknown][] = [];
  for (const [key, area] of Object.entries<Rows<unknown>>(relationParts)) entries.push([key, await readRows(connection, area)]);
  return assembleRelations(Object.fromEntries(entries) as { readonly [K in keyof StoredRelations]: readonly StoredRelations[K][] });
};

/** The other side speaks the protocol, but what it says is no catalog. */
export class NotACatalog extends Error {
  override readonly name = 'NotACatalog';
}

const oldest = 140000;

/** The server is older than any that is understood. */
export class TooOld extends Error {
  override readonly name = 'TooOld';
}

const areas = (number: number) =>
  ({ roles, schemas, functions, types, collations, operators, databases, defaultPrivileges, settings, publications: publications(number), extensions, languages, foreignServers, slots }) as const satisfies {
    readonly [K in Exclude<keyof Snapshot, 'version' | 'server' | 'relations'>]: Area;
  };

const checkedServer = (found: Server): Server => {
  if (typeof found.number !== 'number') throw new NotACatalog('the server does not say which version it is');
  if (found.number < oldest) throw new TooOld(`PostgreSQL ${String(Math.floor(found.number / 10000))} is not supported; 14 is the oldest that is`);
  return found;
};

/** The catalog as the transaction that is open sees it. The search path has to be empty. */
export const readCatalog = async (connection: Connection): Promise<Snapshot> => {
  const found = checkedServer(await readArea<Server>(connection, server));
  const entries: [string, unknown][] = [['relations', await readRelations(connection)]];
  for (const [key, area] of Object.entries(areas(found.number))) entries.push([key, await readArea(connection, area)]);
  return { version: 1, server: found, ...(Object.fromEntries(entries) as Omit<Snapshot, 'version' | 'server'>) };
};

/**
 * The catalog of a database as it is at one moment, in a read-only transaction that is rolled back. It needs no right to any
 * table. One query for each area, however many tables there are.
 */
export const readSnapshot = async (connection: Connection): Promise<Snapshot> => {
  for (const statement of begin) await connection.query(statement);
  try {
    return await readCatalog(connection);
  } finally {
    await connection.query('rollback').catch(() => undefined);
  }
};
