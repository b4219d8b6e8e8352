import { PGlite } from '@electric-sql/pglite';
import { type CompiledQuery, type DatabaseConnection, type Dialect, type Driver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type QueryResult } from 'kysely';
import { dumpsOf, emptySql, owned, schemaSql, seeds, type World } from './tables.ts';

/** One PostgreSQL in this process, and what was sent to it. */
export interface Database {
  readonly dialect: Dialect;
  readonly sent: () => readonly string[];
  /** Empties it and fills it again. With `filled`, an insert without a tenant is tenant a's. */
  readonly reset: (world: World, filled?: boolean) => Promise<void>;
  readonly rowsOf: (tenant: 'a' | 'b') => Promise<string>;
  readonly close: () => Promise<void>;
}

class Connection implements DatabaseConnection {
  readonly #pglite: PGlite;
  readonly #log: string[];

  constructor(pglite: PGlite, log: string[]) {
    this.#pglite = pglite;
    this.#log = log;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    this.#log.push(sql);
    const { rows, affectedRows } = await this.#pglite.query<R>(sql, [...parameters]);
    return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) };
  }

  async *streamQuery(): AsyncGenerator<never> {
    await Promise.reject(new Error('not used'));
  }
}

const driverOf = (connection: Connection): Driver => {
  const command = (sql: string) => async (): Promise<void> => {
    await connection.executeQuery({ sql, parameters: [] } as unknown as CompiledQuery);
  };
  const done = (): Promise<void> => Promise.resolve();
  return {
    init: done,
    destroy: done,
    releaseConnection: done,
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: command('begin'),
    commitTransaction: command('commit'),
    rollbackTransaction: command('rollback'),
  };
};

const dialectOf = (connection: Connection): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driverOf(connection),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

const defaults = (filled: boolean): string => owned.map((table) => `alter table ${table} alter tenant_id ${filled ? "set default 'a'" : 'drop default'}`).join(';');

export const openDatabase = async (): Promise<Database> => {
  const pglite = await PGlite.create();
  await pglite.exec(schemaSql);
  const log: string[] = [];
  return {
    dialect: dialectOf(new Connection(pglite, log)),
    sent: () => [...log],
    reset: async (world, filled = false) => {
      await pglite.exec('rollback');
      await pglite.exec(`${emptySql}; ${defaults(filled)}; ${seeds[world]}`);
      log.length = 0;
    },
    rowsOf: async (tenant) => {
      await pglite.exec('rollback');
      const tables = [];
      for (const sql of dumpsOf[tenant]) tables.push((await pglite.query(sql)).rows);
      return JSON.stringify(tables);
    },
    close: () => pglite.close(),
  };
};
