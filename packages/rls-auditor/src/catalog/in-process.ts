import { type Extension, PGlite } from '@electric-sql/pglite';
import type { Connection } from './read.ts';

/** PostgreSQL in process, empty. */
export interface InProcess extends Connection {
  /** Several statements, one after the other. */
  readonly run: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The database that PostgreSQL in process has. */
export const here = 'postgres';

/** What is said of the application's database is said of the one that stands for it. */
export const ofThisDatabase = (sql: string, name: string): string => {
  const pattern = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return sql.replaceAll(new RegExp(`(\\bdatabase\\s+)("${pattern}"|${pattern}\\b)`, 'gi'), `$1${here}`);
};

/** PostgreSQL's own extensions that can be had in process. */
const contrib: ReadonlySet<string> = new Set([
  'amcheck', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'dict_xsyn', 'earthdistance', 'fuzzystrmatch', 'hstore', 'intarray', 'isn',
  'lo', 'ltree', 'moddatetime', 'pg_stat_statements', 'pg_trgm', 'pgcrypto', 'seg', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time', 'unaccent', 'uuid-ossp',
]);

const load = async (name: string): Promise<readonly [string, Extension]> => {
  const module = name.replaceAll('-', '_');
  const exported = (await import(`@electric-sql/pglite/contrib/${module}`)) as Readonly<Record<string, Extension>>;
  const extension = exported[module];
  if (!extension) throw new Error(`PostgreSQL in process has no ${name}`);
  return [module, extension];
};

/** In process the stack is shorter than PostgreSQL thinks: policies that call themselves without end would break it. */
const shallow = "set max_stack_depth = '100kB'";

/** Policies are tried on few rows; PostgreSQL would clear 128 MB of buffers for them at every start. */
const startParams: readonly string[] = [...PGlite.defaultStartParams, '-c', 'shared_buffers=1MB', '-c', 'wal_buffers=64kB'];

/** A cluster as it is when it was just made, which takes longer than all that follows. */
let untouched: Promise<ArrayBuffer> | undefined;

/** Node.js puts a blob of that size together from many parts each time it is read. PGlite copies each file out of it, and changes nothing in it. */
const inOnePart = (bytes: ArrayBuffer): Blob => Object.assign(new Blob([]), { arrayBuffer: () => Promise.resolve(bytes) });

let isOnly = false;

/** No second database will follow the first: nothing has to be kept to open it from. */
export const expectOne = (): void => {
  isOnly = true;
};

const create = async (extensions: Readonly<Record<string, Extension>>): Promise<PGlite> => {
  if (untouched) return PGlite.create({ extensions, startParams: [...startParams], loadDataDir: inOnePart(await untouched) });
  const first = PGlite.create({ extensions, startParams: [...startParams] });
  if (isOnly) return first;
  untouched = first.then((database) => database.dumpDataDir('none')).then((blob) => blob.arrayBuffer());
  try {
    await untouched;
  } catch {
    untouched = undefined;
  }
  return first;
};

/** `extensions`: those that will be created, as far as there are such. */
export const openInProcess = async (extensions: readonly string[] = []): Promise<InProcess> => {
  const database = await create(Object.fromEntries(await Promise.all(extensions.filter((e) => contrib.has(e)).map(load))));
  await database.exec(shallow);
  return {
    query: async (sql, parameters) => (await database.query<Record<string, unknown>>(sql, parameters ? [...parameters] : undefined)).rows,
    run: async (sql) => {
      await database.exec(sql);
    },
    close: () => database.close(),
  };
};
