import { existsSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';

/** Where teams keep the SQL that makes their schema, most telling first. */
const conventions = [
  'migrations/*.sql',
  'db/migrations/*.sql',
  'database/migrations/*.sql',
  'src/migrations/*.sql',
  'src/db/migrations/*.sql',
  'supabase/migrations/*.sql',
  'drizzle/*.sql',
  'schema.sql',
  'db/schema.sql',
  'sql/*.sql',
];

const byName = (a: string, b: string): number => {
  const [x, y] = [basename(a), basename(b)];
  return x === y ? (a < b ? -1 : 1) : x.localeCompare(y, 'en', { numeric: true });
};

/** `*.down.sql` is the way back: applying it would drop what its sibling made. */
const isForward = (file: string): boolean => !/[._-]down\.sql$/i.test(file);

/** A path with brackets in its name is first of all a path. */
const expand = (pattern: string, directory: string): readonly string[] => {
  const path = resolve(directory, pattern);
  if (existsSync(path)) return [path];
  return globSync(pattern.replaceAll('\\', '/'), { ...(isAbsolute(pattern) ? {} : { cwd: directory }), absolute: true, expandDirectories: false });
};

/** The files of some globs, in the order in which migrations run. */
export const filesOf = (globs: string | readonly string[], directory: string): readonly string[] => {
  const patterns = typeof globs === 'string' ? [globs] : globs;
  return [...new Set(patterns.flatMap((p) => expand(p, directory)))].filter(isForward).sort(byName);
};

/** All files in the usual places: one more in any of them may be the schema. */
export const everyConventionalFile = (directory: string): readonly string[] => conventions.flatMap((glob) => filesOf(glob, directory));

/** The first place, by convention, that holds SQL. */
export const conventionalFiles = (directory: string): { readonly glob: string; readonly files: readonly string[] } | undefined => {
  for (const glob of conventions) {
    const files = filesOf(glob, directory);
    if (files.length > 0) return { glob, files };
  }
  return undefined;
};

/** A file's path as people write it: relative to where they stand, or to the project that a report is about. */
export const shownPath = (file: string, base = process.cwd()): string => relative(base, resolve(file)).split('\\').join('/') || '.';
