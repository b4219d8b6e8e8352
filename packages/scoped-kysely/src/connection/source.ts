import { type DatabaseConnection, type Dialect, type Driver, Kysely, type LogConfig, PostgresAdapter } from 'kysely';
import type { TenantId } from '../tenancy/tenant-id.ts';

/** Kysely 0.28 knows no options of an operation; what it gets it ignores. */
export interface OperationOptions {
  readonly signal?: AbortSignal;
}

/** How the database learns the tenant. */
export interface TenantContext {
  /** The PostgreSQL setting that the policies read. */
  readonly setting: string;
  /** `transaction`: set with each BEGIN. `connection`: the connection was opened with it. */
  readonly scope: 'transaction' | 'connection';
}

/** A connection of a tenant's database for as long as its consumer runs. */
export interface Lease {
  readonly connection: DatabaseConnection;
  readonly driver: Driver;
  /** Undefined where the database has no row-level security to tell. */
  readonly context: TenantContext | undefined;
}

/** One handle's way to connections. */
export interface TenantSource {
  provide<T>(consumer: (lease: Lease) => Promise<T>, options?: OperationOptions): Promise<T>;
}

/** Where connections come from: one database for all tenants, or the router. */
export interface ConnectionSource {
  /** `tenant` is undefined for an escape. */
  forTenant(tenant: TenantId | undefined): TenantSource;
  destroy(): Promise<void>;
}

/** The driver of a dialect, initialised and destroyed once, with Kysely's logging and its lock for single connections. */
export interface OpenDialect {
  readonly driver: Driver;
  provide<T>(consumer: (connection: DatabaseConnection) => Promise<T>, options?: OperationOptions): Promise<T>;
  destroy(): Promise<void>;
}

export const openDialect = (dialect: Dialect, log?: LogConfig): OpenDialect => {
  const driver = dialect.createDriver();
  const kysely = new Kysely<unknown>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => dialect.createAdapter(),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (db) => dialect.createIntrospector(db),
    },
    ...(log && { log }),
  });
  const executor = kysely.getExecutor();
  const uses = new Set<Promise<unknown>>();
  return {
    driver,
    provide: (consumer, options) => {
      const use = executor.provideConnection(consumer, options);
      uses.add(use);
      const forget = (): void => {
        uses.delete(use);
      };
      use.then(forget, forget);
      return use;
    },
    // Some drivers hang, and others cut off, when they are closed under a query.
    destroy: async () => {
      while (uses.size > 0) await Promise.allSettled(uses);
      await kysely.destroy();
    },
  };
};

export const isPostgres = (dialect: Dialect): boolean => dialect.createAdapter() instanceof PostgresAdapter;

/** One database that all tenants share. */
export const dialectSource = (dialect: Dialect, context: TenantContext | undefined, log?: LogConfig): ConnectionSource => {
  const open = openDialect(dialect, log);
  const source: TenantSource = { provide: (consumer, options) => open.provide((connection) => consumer({ connection, driver: open.driver, context }), options) };
  return { forTenant: () => source, destroy: () => open.destroy() };
};
