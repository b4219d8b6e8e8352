import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { globSync } from 'tinyglobby';
import { filesOf, readFailure, readText } from '@tenantscope/command';
import { type Access, readAccess, readSchema, type Schema, type SchemaProblem } from '@tenantscope/core';

/** SQL files that make tables. */
export interface SqlSchema {
  /** For `schema.migrations`, relative to the project. */
  readonly globs: readonly string[];
  readonly files: number;
  readonly schema: Schema;
  readonly access: Access;
  readonly problems: readonly SchemaProblem[];
}

const skipped = ['node_modules', 'dist', 'build', 'out', 'coverage', '.git', '.next', '.turbo', 'vendor'].map((d) => `**/${d}/**`);

/** Not the schema of the product: of tests, of other databases. */
const elsewhere = /(^|\/)(tests?|__tests__|e2e|fixtures?|examples?|seeds?|seeders?|mocks?|mysql|sqlite|mssql|clickhouse|bigquery|snowflake|cassandra)(\/|[.-])|seed|\.(down|undo)\./i;

/** A dump with its data is not worth the time. */
const largest = 4_000_000;
const mostFiles = 5_000;

const isReadable = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? largest) < largest;

const makesTable = (file: string): boolean => {
  try {
    return /\bcreate\s+(?:unlogged\s+|foreign\s+|global\s+|local\s+|temp\w*\s+)*table\b/i.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
};

/** A folder's name may hold what has a meaning in a glob. */
const literally = (path: string): string => path.replace(/[()[\]{}*?]/g, (c) => `[${c}]`);

/** The glob that names a migration and those that come after it: by the conventions of the tools that write them. */
const globFor = (file: string): string => {
  const directory = dirname(file);
  const name = basename(file);
  const within = (pattern: string, at = directory): string => (at === '.' ? pattern : `${literally(at)}/${pattern}`);
  if (name === 'migration.sql') return within('*/migration.sql', dirname(directory));
  if (/\.do\./.test(name)) return within('*.do.*.sql');
  if (/^V\d[\w.]*__/.test(name)) return within('V*.sql');
  return /migrat|\d{3,}/i.test(file) || /^\d/.test(name) ? within('*.sql') : file;
};

const readNamed = (file: string, name: string): { readonly name: string; readonly text: string } | SchemaProblem => {
  if (!isReadable(file)) return { file: name, line: 1, message: 'it is too large to look through' };
  try {
    return { name, text: readText(file) };
  } catch (error) {
    const message = readFailure(error);
    if (message === undefined) throw error;
    return { file: name, line: 1, message };
  }
};

const readGroup = (globs: readonly string[], directory: string): SqlSchema => {
  const files = filesOf(globs, directory).map((file) => readNamed(file, relative(directory, file).split(sep).join('/')));
  const texts = files.flatMap((f) => ('text' in f ? [f] : []));
  const { schema, problems } = readSchema(texts);
  return { globs, files: files.length, schema, access: readAccess(texts), problems: [...files.flatMap((f) => ('text' in f ? [] : [f])), ...problems] };
};

const nameRank = (glob: string): number => (/migrat/i.test(glob) ? 2 : /schema|ddl|structure/i.test(glob) ? 1 : 0);

/** The most tables first; among equals what is called migrations. */
const byWeight = (a: SqlSchema, b: SqlSchema): number =>
  b.schema.tables.length - a.schema.tables.length || nameRank(b.globs[0] ?? '') - nameRank(a.globs[0] ?? '') || ((a.globs[0] ?? '') < (b.globs[0] ?? '') ? -1 : 1);

/** Folders beside one another, of several databases or several modules: together they are the schema. */
const withSiblings = (best: SqlSchema, all: readonly SqlSchema[], directory: string): SqlSchema => {
  const parentOf = (s: SqlSchema): string => dirname(dirname(s.globs[0] ?? ''));
  const siblings = all.filter((s) => s !== best && /migrat/i.test(parentOf(best)) && parentOf(s) === parentOf(best));
  if (siblings.length === 0) return best;
  return readGroup([best, ...siblings].flatMap((s) => s.globs).sort(), directory);
};

/** The SQL files in a directory that make its schema; undefined when none makes a table. Await `loadParser()` first. */
export const findSqlSchema = (directory: string): SqlSchema | undefined => {
  const found = globSync('**/*.sql', { cwd: directory, ignore: skipped, followSymbolicLinks: false }).filter((f) => !elsewhere.test(f)).sort().slice(0, mostFiles);
  const making = found.filter((f) => isReadable(join(directory, f)) && makesTable(join(directory, f)));
  const globs = [...new Set(making.map(globFor))];
  const groups = globs.map((glob) => readGroup([glob], directory)).filter((g) => g.schema.tables.length > 0).sort(byWeight);
  const [best] = groups;
  return best && withSiblings(best, groups, directory);
};
