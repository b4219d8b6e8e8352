import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Options {
  readonly extensions?: object;
  readonly startParams?: readonly string[];
  readonly loadDataDir?: Blob;
}

/** As much of PGlite as is needed here. */
interface Database {
  readonly dumpDataDir: (compression: 'none') => Promise<Blob>;
  readonly close: () => Promise<void>;
}

interface Package {
  readonly PGlite: { readonly defaultStartParams: readonly string[]; create: (options?: Options) => Promise<Database> };
}

const entry = new URL(import.meta.url).searchParams.get('of') ?? '';
const loaded = (await import(entry)) as Package;
const create = loaded.PGlite.create.bind(loaded.PGlite);

const { version } = JSON.parse(readFileSync(new URL('../package.json', entry), 'utf8')) as { readonly version: string };
const folder = fileURLToPath(new URL('../../../../node_modules/.cache/tenantscope/', import.meta.url));
const file = `${folder}cluster-${version}.tar`;

/** Of several processes that make it at once, each puts a whole file in its place. */
const make = async (): Promise<ArrayBuffer> => {
  const database = await create();
  const bytes = await (await database.dumpDataDir('none')).arrayBuffer();
  await database.close();
  mkdirSync(folder, { recursive: true });
  const own = `${file}.${String(process.pid)}`;
  writeFileSync(own, new Uint8Array(bytes));
  renameSync(own, file);
  return bytes;
};

let cluster: Promise<ArrayBuffer> | undefined;

/** What initdb makes, which takes three times as long as to start what it made. */
const made = (): Promise<ArrayBuffer> => (cluster ??= existsSync(file) ? Promise.resolve(new Uint8Array(readFileSync(file)).buffer) : make());

/** A blob of that size is put together from many parts each time it is read. PGlite copies each file out of it, and changes nothing in it. */
const inOnePart = (bytes: ArrayBuffer): Blob => Object.assign(new Blob([]), { arrayBuffer: () => Promise.resolve(bytes) });

/** PostgreSQL would clear 128 MB of buffers at every start; tests have few rows. */
const startParams = [...loaded.PGlite.defaultStartParams, '-c', 'shared_buffers=1MB', '-c', 'wal_buffers=64kB'];

/** PGlite calls itself, with other options, to run initdb. */
const isOrdinary = (options: unknown): boolean => options === undefined || (typeof options === 'object' && options !== null && Object.keys(options).every((key) => key === 'extensions' || key === 'startParams'));

loaded.PGlite.create = async (options) => create(isOrdinary(options) ? { startParams, ...options, loadDataDir: inOnePart(await made()) } : options);

export const { PGlite } = loaded;
