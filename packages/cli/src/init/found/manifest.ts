import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What `package.json` says of a project. */
export interface Manifest {
  /** Of every kind. */
  readonly dependencies: ReadonlySet<string>;
  /** The dependencies, as names, that are database libraries; they may not be installed. */
  readonly libraries: readonly string[];
}

const libraries = ['kysely', 'drizzle-orm', 'knex', '@prisma/client', 'pg', 'postgres', 'slonik', 'scoped-kysely'];

const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

const read = (directory: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8').replace(/^\ufeff/, ''));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : {};
  } catch {
    // Without one, or with one that npm could not read either, nothing is known of dependencies.
    return {};
  }
};

/** The dependencies of a project; those that its workspace declares at the root count too. */
export const readManifest = (directory: string, root: string): Manifest => {
  const all = [directory, root].flatMap((at) => {
    const manifest = read(at);
    return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}));
  });
  const dependencies = new Set(all);
  return { dependencies, libraries: libraries.filter((name) => dependencies.has(name)) };
};

/** Whether an import of a package would be found from a directory. */
export const isInstalled = (name: string, directory: string): boolean => {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', name, 'package.json'))) return true;
    if (at === dirname(at)) return false;
  }
};
