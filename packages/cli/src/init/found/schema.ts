import { relative, resolve, sep } from 'node:path';
import { conventionalFiles } from '@tenantscope/command';
import { type Schema, snakeCase } from '@tenantscope/core';
import { counted } from '../../output/counted.ts';
import type { Guess } from './guess.ts';
import { bookkeeping } from './ownership.ts';
import { findSqlSchema, type SqlSchema } from './sql-files.ts';

/** Where the tables are written down. */
export interface FoundSchema {
  readonly schema: Schema | undefined;
  readonly migrations?: Guess<readonly string[]> | undefined;
  readonly types?: Guess<string> | undefined;
  readonly sql?: SqlSchema | undefined;
  /** What else there is, and why it is not taken. */
  readonly passedOver: readonly string[];
}

/** What the code itself declares. */
interface Declared {
  readonly schema: Schema;
  readonly types?: string | undefined;
}

/** SQL of the whole repository, as the project sees it. */
const findAround = (directory: string, root: string): SqlSchema | undefined => {
  const found = root === directory ? undefined : findSqlSchema(root);
  return found && { ...found, globs: found.globs.map((glob) => relative(directory, resolve(root, glob)).split(sep).join('/')) };
};

const namesOf = (schema: Schema): ReadonlySet<string> => new Set(schema.tables.map((t) => snakeCase(t.name)));

const missingIn = (sql: Schema, declared: Schema): number => {
  const made = namesOf(sql);
  return [...namesOf(declared)].filter((name) => !made.has(name) && !bookkeeping.test(name)).length;
};

const inSql = (sql: SqlSchema, passedOver: readonly string[] = []): FoundSchema => ({
  schema: sql.schema,
  sql,
  migrations: { value: sql.globs, why: `${counted(sql.files, 'file')} that ${sql.files === 1 ? 'makes' : 'make'} ${counted(sql.schema.tables.length, 'table')}` },
  passedOver: [...passedOver, ...(sql.problems.length > 0 ? [`${counted(sql.problems.length, 'statement')} in it cannot be read as SQL of PostgreSQL: tenantscope check says which, and is incomplete until then`] : [])],
});

const asTypes = ({ schema, types = '' }: Declared, passedOver: readonly string[]): FoundSchema => ({
  schema,
  types: { value: types, why: `the type of the first Kysely handle, ${counted(schema.tables.length, 'table')}. It says nothing of keys: SQL that does is better, for example of pg_dump --schema-only` },
  passedOver,
});

/** The schema that the project is judged by: SQL knows keys and policies, so it is taken unless it lacks tables that the code has. */
export const findSchema = (directory: string, root: string, declared: Declared | undefined): FoundSchema => {
  const sql = findSqlSchema(directory) ?? findAround(directory, root);
  if (!sql) return declared?.types === undefined ? { schema: declared?.schema, passedOver: [] } : asTypes(declared, []);
  if (!declared) return inSql(sql);
  const missing = missingIn(sql.schema, declared.schema);
  const where = sql.globs.join(', ');
  const why = missing > 0 ? `${where} lacks ${counted(missing, 'table')} that the code knows` : sql.problems.length > 0 ? `${counted(sql.problems.length, 'statement')} in ${where} cannot be read as SQL of PostgreSQL` : undefined;
  if (why === undefined) return inSql(sql);
  if (declared.types !== undefined) return asTypes(declared, [why]);
  // Without a word in the configuration SQL in a usual place would be taken.
  return conventionalFiles(directory) ? inSql(sql, [why]) : { schema: declared.schema, passedOver: [why] };
};
