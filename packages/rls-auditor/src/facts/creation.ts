import type { Database } from './database.ts';

/** Whether a role may make tables and functions that last. */
export const mayMakeTables = (database: Database, role: string): boolean => database.snapshot.schemas.some((s) => database.may(role, 'create', s, 'schema'));

/** Whether a role may make temporary tables and functions in this database. */
export const mayMakeTemporary = (database: Database, role: string): boolean => {
  const { databases, server } = database.snapshot;
  const own = databases.find((d) => d.name === server.database);
  return own !== undefined && database.may(role, 'temporary', own, 'database');
};

export const mayMakeFunctions = (database: Database, role: string): boolean => mayMakeTables(database, role) || mayMakeTemporary(database, role);
