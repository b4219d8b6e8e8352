import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Options {
  readonly extensions?: object;
  readonly loadDataDir?: Blob;
}

/** As much of PGlite as is needed here. */
interface Database {
  readonly dumpDataDir: (compression: 'none') => Promise<Blob>;
  readonly close: () => Promise<void>;
}

interface Package {
  readonly PGlite: { create: (options?: Options) => Promise<Database> };
}

const entry = new URL(import.meta.url).searchParams.get('of') ?? '';
const loaded = (await import(entry)) as Package;
const create = loaded.PGlite.create.bind(loaded.PGlite);

const { version } = JSON.parse(readFileSync(new URL('../package.json', entry), 'utf8')) as { readonly version: string };
const folder = fileURLToPath(new URL('../../../../node_modules/.cache/tenantscope/', import.meta.url));
const file = `${folder}cluster-${version}.tar`;

/** Of several processes that make it at once, each puts a whole file in its place. */
const make = async (): Promise<Blob> => {
  const database = await create();
  const blob = await database.dumpDataDir('none');
  await database.close();
  mkdirSync(folder, { recursive: true });
  const own = `${file}.${String(process.pid)}`;
  writeFileSync(own, new Uint8Array(await blob.arrayBuffer()));
  renameSync(own, file);
  return blob;
};

let cluster: Promise<Blob> | undefined;

/** What initdb makes, which takes three times as long as to start what it made. */
const made = (): Promise<Blob> => (cluster ??= existsSync(file) ? Promise.resolve(new Blob([readFileSync(file)])) : make());

/** PGlite calls itself, with other options, to run initdb. */
const isOrdinary = (options: unknown): boolean => options === undefined || (typeof options === 'object' && options !== null && Object.keys(options).every((key) => key === 'extensions'));

loaded.PGlite.create = async (options) => create(isOrdinary(options) ? { ...options, loadDataDir: await made() } : options);

export const { PGlite } = loaded;
