import type { Dialect, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What stands between a query and the database. */
export interface Guard {
  readonly name: string;
  /** What a reader of the table should know. */
  readonly note: string;
  /** Whether it fills in the tenant of an insert. Where it does not, the queries give it themselves. */
  readonly stamps: boolean;
  /** Whether it can say whose a row is that has no tenant column. */
  readonly children: boolean;
  /** Runs a body with the tenant's handle. */
  readonly run: <T>(dialect: Dialect, tenant: string | undefined, body: (db: Kysely<Tables>) => Promise<T>) => Promise<T>;
}
