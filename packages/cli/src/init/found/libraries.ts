import { UsageError } from '@tenantscope/command';
import type { LoadedProject, UsedLibrary } from '@tenantscope/analyzer';
import type { Manifest } from './manifest.ts';
import { requireSources } from '../../project.ts';

interface Installed {
  readonly manifest: Manifest;
  /** The command that installs. */
  readonly install: string;
}

const list = (names: readonly string[]): string => names.join(', ');

/** Types that do not come with the package itself. */
const extra: Readonly<Record<string, string>> = { pg: ' The types of pg are a package of their own, @types/pg.', Prisma: ' The client of Prisma is made by npx prisma generate.' };

const notTyped = (names: readonly string[], directory: string, install: string): UsageError =>
  new UsageError(`${directory}: ${list(names)} ${names.length === 1 ? 'is' : 'are'} used here, and ${names.length === 1 ? 'its types are' : 'their types are'} not installed, so no query can be read. Install the dependencies first (${install}).${names.map((n) => extra[n] ?? '').join('')}`);

const notUsed = (directory: string, { manifest: { libraries }, install }: Installed): UsageError =>
  new UsageError(
    libraries.length > 0
      ? `${directory}: package.json has ${list(libraries)}, and no file of the project uses ${libraries.length === 1 ? 'it' : 'them'} as far as can be seen. Are the dependencies installed (${install})?`
      : `${directory}: no database library is used here, so there are no queries to judge. Kysely, Drizzle, Prisma, Knex, slonik, pg and postgres.js are read: is this the right directory, and are its dependencies installed (${install})?`,
  );

/** The libraries of which queries are read. Of one that is not installed nothing would be seen, so nothing can be set up. */
export const requireLibraries = (used: readonly UsedLibrary[], { directory, files }: LoadedProject, installed: Installed): readonly string[] => {
  requireSources(directory, files.length);
  if (used.length === 0) throw notUsed(directory, installed);
  const typed = used.filter((u) => u.isTyped);
  if (typed.length === 0) throw notTyped(used.map((u) => u.name), directory, installed.install);
  return used.map((u) => (u.isTyped ? u.name : `${u.name} (its types are not installed)`));
};
