import { CompiledQuery, type Dialect, type LogConfig } from 'kysely';
import type { ConnectionSource, Lease, OpenDialect, OperationOptions, TenantContext, TenantSource } from '../connection/source.ts';
import { refusal } from '../error.ts';
import { type TenantId, tenantValueOf } from '../tenancy/tenant-id.ts';
import { moved, type Placement, Placements, type TenantRegistry } from './registry.ts';
import { type PoolLease, type PoolLimits, Pools, type RouterEvents, type RouterMetrics } from './pools.ts';
import { startupOptions } from './startup.ts';

export type { Placement, RouterEvents, RouterMetrics, TenantRegistry };

export interface ConnectOptions {
  readonly placement: Placement;
  /** For a dedicated database: PostgreSQL's `options` of the connection, which carry the tenant. */
  readonly startup?: string;
}

export interface TenantRouterOptions extends Partial<PoolLimits> {
  readonly registry: TenantRegistry;
  /** Makes the dialect of a database. Called once for each pool. */
  readonly connect: (options: ConnectOptions) => Dialect;
  /** The regions whose data this process may touch: a tenant of another is refused before a connection opens. */
  readonly regions: readonly string[];
  /** The PostgreSQL setting that the policies read; `false` where there are none. Default: `app.current_tenant`. */
  readonly setting?: string | false;
  readonly events?: RouterEvents;
  readonly log?: LogConfig;
}

/** Brings each tenant's queries to the tenant's own database. */
export interface TenantRouter extends ConnectionSource {
  readonly metrics: RouterMetrics;
}

const defaults: PoolLimits = { maxDatabases: 50, maxLeases: 20, acquireTimeout: 10_000, idleTimeout: 60_000, registryTimeout: 5_000 };

const limitsOf = (options: TenantRouterOptions): PoolLimits => {
  const limits = { ...defaults };
  for (const name of Object.keys(defaults) as (keyof PoolLimits)[]) {
    const value = options[name] ?? defaults[name];
    if (!Number.isFinite(value) || value < 1) throw refusal('CONFIGURATION', `the router's ${name} must be a number of at least 1`);
    limits[name] = value;
  }
  return limits;
};

class Router implements TenantRouter {
  readonly #options: TenantRouterOptions;
  readonly #placements: Placements;
  readonly #pools: Pools;
  readonly #setting: string | undefined;
  /** The name that each pool's database gave itself. */
  readonly #names = new WeakMap<OpenDialect, Promise<string | undefined>>();

  constructor(options: TenantRouterOptions) {
    if (options.regions.length === 0) throw refusal('CONFIGURATION', 'the router needs the regions that this process serves');
    this.#options = options;
    this.#setting = options.setting === false ? undefined : (options.setting ?? 'app.current_tenant');
    const limits = limitsOf(options);
    this.#placements = new Placements(options.registry, options.regions, limits.registryTimeout);
    this.#pools = new Pools(limits, options.events ?? {}, options.log);
  }

  get metrics(): RouterMetrics {
    return this.#pools.metrics;
  }

  destroy(): Promise<void> {
    return this.#pools.close();
  }

  forTenant(tenant: TenantId | undefined): TenantSource {
    if (!tenant) throw refusal('ESCAPE', 'a query of all tenants has no one database: give createScopedKysely an escape.dialect');
    let version: number | undefined;
    return {
      provide: async <T>(consumer: (lease: Lease) => Promise<T>, options?: OperationOptions): Promise<T> => {
        const found = this.#placements.resolve(tenant, version);
        const placement = found instanceof Promise ? await found : found;
        // Two first uses may have asked at once, and been told different places.
        version ??= placement.version;
        if (placement.version !== version) throw moved();
        const lease = await this.#lease(placement, tenant, options);
        try {
          // While it waited the tenant may have been moved or suspended.
          if (lease.waited) await this.#placements.resolve(tenant, version);
          if (placement.databaseName !== undefined) await this.#checkName(lease.open, placement);
          return await lease.open.provide((connection) => consumer({ connection, driver: lease.open.driver, context: this.#contextOf(placement) }), options);
        } finally {
          lease.release();
        }
      },
    };
  }

  #contextOf({ dedicated }: Placement): TenantContext | undefined {
    return this.#setting === undefined ? undefined : { setting: this.#setting, scope: dedicated === true ? 'connection' : 'transaction' };
  }

  #lease(placement: Placement, tenant: TenantId, options: OperationOptions | undefined): Promise<PoolLease> {
    const { database, dedicated } = placement;
    const value = String(tenantValueOf(tenant));
    return this.#pools.lease({
      key: dedicated === true ? `${database}\0${value}` : database,
      database,
      connect: () => this.#options.connect({ placement, ...(dedicated === true && this.#setting !== undefined && { startup: startupOptions(this.#setting, value) }) }),
      signal: options?.signal,
    });
  }

  async #checkName(open: OpenDialect, { database, databaseName }: Placement): Promise<void> {
    const asked = this.#names.get(open) ?? nameOf(open);
    this.#names.set(open, asked);
    asked.catch(() => this.#names.delete(open));
    if ((await asked) !== databaseName) throw refusal('CONTEXT', `the connection to ${database} leads to another database`);
  }
}

const nameOf = (open: OpenDialect): Promise<string | undefined> =>
  open.provide(async (connection) => (await connection.executeQuery<{ readonly name: string }>(CompiledQuery.raw('select current_database() as name'))).rows[0]?.name);

/**
 * Makes a router.
 *
 * @example
 * const router = createTenantRouter({
 *   registry,
 *   regions: ['eu'],
 *   connect: ({ placement, startup }) => {
 *     const pool = new Pool({ ...secrets(placement.database), options: startup, max: 5 });
 *     pool.on('error', report); // pg ends the process when nobody listens
 *     return new PostgresDialect({ pool });
 *   },
 * });
 * const scoped = createScopedKysely({ router, tenancy });
 * @throws ScopedKyselyError `CONFIGURATION`
 */
export const createTenantRouter = (options: TenantRouterOptions): TenantRouter => new Router(options);
