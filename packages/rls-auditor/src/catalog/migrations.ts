import { readSql, type SqlStatement } from '@tenantscope/core';
import { openInProcess, type InProcess, ofThisDatabase } from './in-process.ts';
import { readSnapshot } from './read.ts';
import type { Snapshot } from './snapshot.ts';

export interface SqlText {
  readonly name: string;
  readonly text: string;
}

/** Runs one statement; its rows. */
export type Run = (sql: string, parameters: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** A migration that is a program. `text` is what it says, for the extensions that it names. */
export interface MigrationInCode extends SqlText {
  readonly up: (run: Run) => Promise<void>;
}

/** A statement that the database refused. */
export interface Refused {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What migrations make. */
export interface Migrated {
  readonly snapshot: Snapshot;
  readonly refused: readonly Refused[];
  readonly assumptions: readonly string[];
}

const missingRole = (error: unknown): string | undefined => /^role "(.*)" does not exist$/.exec(error instanceof Error ? error.message : '')?.[1];

const missingDatabase = (error: unknown): string | undefined => /^database "(.*)" does not exist$/.exec(error instanceof Error ? error.message : '')?.[1];

/** Roles belong to the cluster, so migrations grant to roles that they do not make: those are made as they are met. */
const meeting = async <T>(database: InProcess, sql: string, made: Set<string>, run: (sql: string) => Promise<T>): Promise<T> => {
  try {
    return await run(sql);
  } catch (error) {
    const name = missingDatabase(error);
    const renamed = name === undefined ? sql : ofThisDatabase(sql, name);
    if (renamed !== sql) return meeting(database, renamed, made, run);
    const role = missingRole(error);
    if (role === undefined || made.has(role)) throw error;
    made.add(role);
    await database.run(`create role "${role.replaceAll('"', '""')}" login`);
    return meeting(database, sql, made, run);
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A transaction of the migration's own would hide later statements behind its first error. */
const isTransaction = ({ text }: SqlStatement): boolean => /^\s*(begin|commit|start\s+transaction|end)\b/i.test(text);

const extensionsIn = (text: string): readonly string[] => [...text.matchAll(/\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi)].map(([, name = '']) => name.toLowerCase());

/** The statements of a file that were refused. */
const applySql = async (database: InProcess, { name, text }: SqlText, made: Set<string>): Promise<readonly Refused[]> => {
  const refused: Refused[] = [];
  for (const statement of readSql(text).statements.filter((s) => !isTransaction(s)))
    try {
      await meeting(database, statement.text, made, database.run);
    } catch (error) {
      refused.push({ file: name, line: statement.line, message: messageOf(error) });
    }
  return refused;
};

/** A migration in code ends with its first error. */
const applyCode = async (database: InProcess, { name, up }: MigrationInCode, made: Set<string>): Promise<readonly Refused[]> => {
  try {
    await up((sql, parameters) => meeting(database, sql, made, (text) => database.query(text, parameters)));
    return [];
  } catch (error) {
    return [{ file: name, line: 1, message: messageOf(error) }];
  }
};

/** Makes the schema of some migrations in PostgreSQL in process, file by file, and reads its catalog. Nothing else is touched. */
export const migrate = async (files: readonly (SqlText | MigrationInCode)[]): Promise<Migrated> => {
  const database = await openInProcess(files.flatMap((f) => extensionsIn(f.text)));
  const made = new Set<string>();
  const refused: Refused[] = [];
  try {
    for (const file of files) refused.push(...('up' in file ? await applyCode(database, file, made) : await applySql(database, file, made)));
    await database.run('reset all; reset role');
    const assumptions = [...made].map((role) => `the role ${role}, which no migration makes, may log in and is no superuser`);
    return { snapshot: await readSnapshot(database), refused, assumptions };
  } finally {
    await database.close();
  }
};
