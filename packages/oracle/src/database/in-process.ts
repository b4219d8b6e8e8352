import type * as Pglite from '@electric-sql/pglite';
import type { Database } from './database.ts';

/** PostgreSQL in process is half of an installation, so it is installed by those who look at rows. */
export class MissingPostgres extends Error {
  override readonly name = 'MissingPostgres';
}

const load = async (): Promise<typeof Pglite> => {
  try {
    return await import('@electric-sql/pglite');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new MissingPostgres('@electric-sql/pglite is not installed', { cause: error });
  }
};

/** PostgreSQL in this process: no server, no files. Throws `MissingPostgres` where its package is not installed. */
export const openInProcess = async (): Promise<Database> => {
  const { PGlite } = await load();
  const db = await PGlite.create();
  return {
    exec: async (sql) => {
      await db.exec(sql);
    },
    query: async (sql, parameters = []) => (await db.query<Record<string, unknown>>(sql, [...parameters])).rows,
    close: () => db.close(),
  };
};
