import { readSql, type SqlStatement } from '@tenantscope/core';
import { openInProcess, type InProcess, ofThisDatabase } from './in-process.ts';
import { readSnapshot } from './read.ts';
import type { Snapshot } from './snapshot.ts';

export interface SqlText {
  readonly name: string;
  readonly text: string;
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
const apply = async (database: InProcess, sql: string, made: Set<string>): Promise<void> => {
  try {
    await database.run(sql);
  } catch (error) {
    const name = missingDatabase(error);
    const renamed = name === undefined ? sql : ofThisDatabase(sql, name);
    if (renamed !== sql) return apply(database, renamed, made);
    const role = missingRole(error);
    if (role === undefined || made.has(role)) throw error;
    made.add(role);
    await database.run(`create role "${role.replaceAll('"', '""')}" login`);
    await apply(database, sql, made);
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A transaction of the migration's own would hide later statements behind its first error. */
const isTransaction = ({ text }: SqlStatement): boolean => /^\s*(begin|commit|start\s+transaction|end)\b/i.test(text);

const extensionsIn = (text: string): readonly string[] => [...text.matchAll(/\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi)].map(([, name = '']) => name.toLowerCase());

/** Makes the schema of some SQL files in PostgreSQL in process, file by file, and reads its catalog. Nothing else is touched. */
export const migrate = async (files: readonly SqlText[]): Promise<Migrated> => {
  const database = await openInProcess(files.flatMap((f) => extensionsIn(f.text)));
  const made = new Set<string>();
  const refused: Refused[] = [];
  try {
    for (const { name, text } of files)
      for (const statement of readSql(text).statements.filter((s) => !isTransaction(s)))
        try {
          await apply(database, statement.text, made);
        } catch (error) {
          refused.push({ file: name, line: statement.line, message: messageOf(error) });
        }
    await database.run('reset all; reset role');
    const assumptions = [...made].map((role) => `the role ${role}, which no migration makes, may log in and is no superuser`);
    return { snapshot: await readSnapshot(database), refused, assumptions };
  } finally {
    await database.close();
  }
};
