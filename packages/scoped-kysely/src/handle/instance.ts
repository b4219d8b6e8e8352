import { type Dialect, type DialectAdapter, type KyselyPlugin, type LogConfig, PostgresAdapter, PostgresQueryCompiler, type QueryCompiler } from 'kysely';
import type { TenantCarrier } from '../carrier/carrier.ts';
import { scopedCompiler } from '../compiler/compiler.ts';
import { type Registry, registryOf } from '../compiler/registry.ts';
import { type ConnectionSource, dialectSource, isPostgres, type TenantContext } from '../connection/source.ts';
import { Session } from '../connection/session.ts';
import { refusal } from '../error.ts';
import { type CrossTenantDeclaration, checkDeclaration, escapeCompiler, type EscapeSink, recorder } from '../escape/cross-tenant.ts';
import type { TenantRouter } from '../router/router.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import { type TenantId, type TenantValue, tenantValueOf } from '../tenancy/tenant-id.ts';
import type { ScopedKysely } from '../types/handle.ts';
import type { CrossTenantKysely, TenantDatabase } from '../types/instance.ts';
import { CrossTenantHandle } from './cross-tenant-handle.ts';
import { TenantHandle } from './tenant-handle.ts';

interface CommonOptions<DB, Tables> {
  readonly tenancy: Tenancy<DB, Tables> & { readonly wrong?: undefined };
  /** Kysely's plugins. They run before the scope is attached, so none can take it off. */
  readonly plugins?: readonly KyselyPlugin[];
  /** The tenant of the asynchronous context, which must then be the handle's. */
  readonly carrier?: TenantCarrier;
  /** What `crossTenant` needs; without it there is no escape. */
  readonly escape?: {
    /** Where the event goes before the query runs. */
    readonly sink: EscapeSink;
    /** The connection of a role that may see all tenants; by default the tenants' own, which row-level security holds. */
    readonly dialect?: Dialect;
  };
  readonly log?: LogConfig;
}

/** All tenants in one database. */
export interface DialectOptions<DB, Tables> extends CommonOptions<DB, Tables> {
  readonly dialect: Dialect;
  /** How PostgreSQL's policies learn the tenant; `false` where there are none. Default: `app.current_tenant`, with each BEGIN. */
  readonly context?: TenantContext | false;
}

/** Each tenant in the database that the router says. */
export interface RouterOptions<DB, Tables> extends CommonOptions<DB, Tables> {
  readonly router: TenantRouter;
}

export type ScopedKyselyOptions<DB, Tables> = DialectOptions<DB, Tables> | RouterOptions<DB, Tables>;

/** How SQL is printed, and where it runs. */
interface Backend {
  readonly source: ConnectionSource;
  readonly base: QueryCompiler;
  readonly adapter: DialectAdapter;
}

const defaultContext: TenantContext = { setting: 'app.current_tenant', scope: 'transaction' };

const backendOf = (dialect: Dialect, context: TenantContext | undefined, log: LogConfig | undefined): Backend => ({
  source: dialectSource(dialect, context, log),
  base: dialect.createQueryCompiler(),
  adapter: dialect.createAdapter(),
});

const mainBackend = <DB, Tables>(options: ScopedKyselyOptions<DB, Tables>): Backend => {
  if ('router' in options) return { source: options.router, base: new PostgresQueryCompiler(), adapter: new PostgresAdapter() };
  const { dialect, context, log } = options;
  if (typeof (dialect as Partial<Dialect> | undefined)?.createDriver !== 'function') throw refusal('CONFIGURATION', 'createScopedKysely needs a dialect or a router');
  return backendOf(dialect, context === false || !isPostgres(dialect) ? undefined : (context ?? defaultContext), log);
};

class Instance {
  readonly #options: ScopedKyselyOptions<unknown, unknown>;
  readonly #backend: Backend;
  readonly #registry: Registry;
  #escape: Backend | undefined;

  constructor(options: ScopedKyselyOptions<unknown, unknown>) {
    this.#options = options;
    this.#backend = mainBackend(options);
    this.#registry = registryOf(options.tenancy, options.plugins ?? [], !(this.#backend.adapter instanceof PostgresAdapter));
  }

  /** The handle is what counts; a carrier that says otherwise shows that the handle strayed. */
  #checkCarrier(value: TenantValue): void {
    const carried = this.#options.carrier?.current();
    if (carried && tenantValueOf(carried) !== value) throw refusal('CARRIER_MISMATCH', 'the handle of one tenant is used in the run of another');
  }

  forTenant(tenant: TenantId): TenantHandle {
    const value = tenantValueOf(tenant);
    const { source, base, adapter } = this.#backend;
    const owner = Object.freeze({ instance: this, tenant: value });
    const admit = (): void => {
      this.#checkCarrier(value);
    };
    const session = new Session({ source: source.forTenant(tenant), owner, admit });
    return new TenantHandle({ tenant, session, provider: session, base, adapter, compiler: scopedCompiler(base, this.#registry, owner), plugins: this.#options.plugins ?? [] });
  }

  forCurrentTenant(): TenantHandle {
    const tenant = this.#options.carrier?.current();
    if (!tenant) throw refusal('TENANT_ID', this.#options.carrier ? 'no tenant is carried here: call this inside carrier.run()' : 'createScopedKysely was given no carrier');
    return this.forTenant(tenant);
  }

  #escapeBackend(): Backend {
    const { escape, log } = this.#options;
    if (escape?.dialect) return (this.#escape ??= backendOf(escape.dialect, undefined, log));
    if ('router' in this.#options) throw refusal('ESCAPE', 'with a router, crossTenant needs escape.dialect: the database it is about');
    return this.#backend;
  }

  crossTenant(given: CrossTenantDeclaration): CrossTenantHandle {
    const { escape, tenancy, plugins = [] } = this.#options;
    if (!escape) throw refusal('ESCAPE', 'crossTenant needs a sink: createScopedKysely({ escape: { sink }, … })');
    const declaration = checkDeclaration(given, tenancy.tables, this.#registry);
    const { source, base, adapter } = this.#escapeBackend();
    const owner = Object.freeze({ instance: declaration, tenant: undefined });
    const session = new Session({ source: source.forTenant(undefined), owner, admit: () => undefined, before: recorder(declaration, escape.sink) });
    return new CrossTenantHandle({ tenant: undefined, session, provider: session, base, adapter, compiler: escapeCompiler(base, this.#registry, owner, declaration), plugins });
  }

  async destroy(): Promise<void> {
    await Promise.all([this.#backend.source.destroy(), this.#escape?.source.destroy()]);
  }
}

/**
 * Opens the way to tenants' queries. What it returns has no query methods: `forTenant` gives the handle that has them.
 *
 * @example
 * const scoped = createScopedKysely<DB>({ dialect: new PostgresDialect({ pool }), tenancy });
 * const db = scoped.forTenant(tenant);
 * await db.selectFrom('orders').selectAll().execute(); // select * from "orders" where "orders"."tenant_id" = $1
 * @throws ScopedKyselyError `CONFIGURATION`
 */
// `any`: with `createScopedKysely<DB>` written out, the tables of crossTenant are not known.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const createScopedKysely = <DB, Tables = any>(options: ScopedKyselyOptions<DB, Tables>): TenantDatabase<DB, Tables> => {
  const instance = new Instance(options);
  return Object.freeze({
    forTenant: (tenant: TenantId) => instance.forTenant(tenant) as unknown as ScopedKysely<DB>,
    forCurrentTenant: () => instance.forCurrentTenant() as unknown as ScopedKysely<DB>,
    crossTenant: (declaration: CrossTenantDeclaration) => instance.crossTenant(declaration) as unknown as CrossTenantKysely<never>,
    destroy: () => instance.destroy(),
  }) as unknown as TenantDatabase<DB, Tables>;
};
