import { PGlite } from '@electric-sql/pglite';
import type { Connection } from './read.ts';

/** PostgreSQL in process, empty. */
export interface InProcess extends Connection {
  /** Several statements, one after the other. */
  readonly run: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const openInProcess = async (): Promise<InProcess> => {
  const database = await PGlite.create();
  return {
    query: async (sql, parameters) => (await database.query<Record<string, unknown>>(sql, parameters ? [...parameters] : undefined)).rows,
    run: async (sql) => {
      await database.exec(sql);
    },
    close: () => database.close(),
  };
};
