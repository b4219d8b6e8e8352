import type { Database } from './database.ts';

/** PostgreSQL in this process: no server, no files. */
export const openInProcess = async (): Promise<Database> => {
  const { PGlite } = await import('@electric-sql/pglite');
  const db = await PGlite.create();
  return {
    exec: async (sql) => {
      await db.exec(sql);
    },
    query: async (sql, parameters = []) => (await db.query<Record<string, unknown>>(sql, [...parameters])).rows,
    close: () => db.close(),
  };
};
