import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { importModule, readText, shownPath, UsageError } from '@tenantscope/command';
import type { MigrationInCode, Run } from '../catalog/migrations.ts';

/** What is used of the Kysely of the migration's own project. */
interface KyselyModule {
  readonly Kysely: new (options: { readonly dialect: object }) => object;
  readonly PostgresAdapter: new () => object;
  readonly PostgresIntrospector: new (db: object) => object;
  readonly PostgresQueryCompiler: new () => object;
}

interface Compiled {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

const kyselyBeside = async (file: string): Promise<KyselyModule> => {
  let path: string;
  try {
    path = createRequire(file).resolve('kysely');
  } catch {
    throw new UsageError(`--migrations: ${shownPath(file)} needs kysely, which is not installed beside it`);
  }
  return (await import(pathToFileURL(path).href)) as KyselyModule;
};

const driver = (run: Run): object => {
  const nothing = (): Promise<void> => Promise.resolve();
  const connection = {
    executeQuery: async ({ sql, parameters }: Compiled) => ({ rows: await run(sql, parameters) }),
    streamQuery: () => {
      throw new Error('a migration cannot stream here');
    },
  };
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    releaseConnection: nothing,
    destroy: nothing,
  };
};

/** A migration written for Kysely: a module that exports `up`, given a Kysely of its own project that speaks to PostgreSQL in process. */
export const kyselyMigration = (file: string): MigrationInCode => ({
  name: shownPath(file),
  text: readText(file),
  up: async (run) => {
    const { up } = await importModule(file);
    if (typeof up !== 'function') throw new UsageError(`--migrations: ${shownPath(file)} exports no function up`);
    const { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } = await kyselyBeside(file);
    const dialect = {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver(run),
      createIntrospector: (db: object) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    };
    await (up as (db: object) => unknown)(new Kysely({ dialect }));
  },
});
