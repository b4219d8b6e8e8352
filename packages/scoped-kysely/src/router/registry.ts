import { refusal } from '../error.ts';
import { type TenantId, tenantValueOf } from '../tenancy/tenant-id.ts';

/** Where a tenant's rows are. */
export interface Placement {
  /** Names the database; pools are keyed by it. Not a URL: it is shown in errors and metrics. */
  readonly database: string;
  readonly region: string;
  /** Grows with every change; a smaller one than was seen is refused as stale. */
  readonly version: number;
  readonly status?: 'active' | 'suspended';
  /** The database is this tenant's alone: its connections carry the tenant from the start, and queries need no transaction. */
  readonly dedicated?: boolean;
  /** What `current_database()` must say; asked once for each pool. */
  readonly databaseName?: string;
}

/** The trusted list of tenants. It is asked before each use of a connection, so it keeps its own cache if it needs one. */
export interface TenantRegistry {
  resolve(tenant: TenantId): Promise<Placement | undefined> | Placement | undefined;
}

const isPlacement = (value: unknown): value is Placement => {
  if (typeof value !== 'object' || value === null) return false;
  const { database, region, version } = value as Partial<Record<keyof Placement, unknown>>;
  return typeof database === 'string' && database !== '' && typeof region === 'string' && region !== '' && Number.isSafeInteger(version);
};

/** The answer, or an error when it takes longer. */
const within = async (milliseconds: number, answer: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};

export const moved = (): Error => refusal('TENANT_MOVED', 'the place of the tenant changed since this handle was made; begin the request again');

const silent = (cause: unknown): Error => refusal('REGISTRY', 'the registry of tenants did not answer', { cause });

/** Asks the registry, and refuses what may not be routed. */
export class Placements {
  readonly #registry: TenantRegistry;
  readonly #regions: ReadonlySet<string>;
  /** The highest version seen of each tenant. */
  readonly #seen = new Map<unknown, number>();

  /** Milliseconds that the registry has to answer. */
  readonly #timeout: number;

  constructor(registry: TenantRegistry, regions: readonly string[], timeout: number) {
    this.#registry = registry;
    this.#timeout = timeout;
    this.#regions = new Set(regions);
  }

  /** A registry that answers at once costs no turn of the event loop. */
  #ask(tenant: TenantId): unknown {
    try {
      const answer: unknown = this.#registry.resolve(tenant);
      return answer instanceof Promise ? within(this.#timeout, answer).catch((cause: unknown) => Promise.reject(silent(cause))) : answer;
    } catch (cause) {
      throw silent(cause);
    }
  }

  /**
   * @param pinned the version that the handle began with
   * @throws ScopedKyselyError `REGISTRY`, `TENANT_UNKNOWN`, `TENANT_SUSPENDED`, `TENANT_MOVED`, `REGION`
   */
  resolve(tenant: TenantId, pinned: number | undefined): Placement | Promise<Placement> {
    const answer = this.#ask(tenant);
    return answer instanceof Promise ? answer.then((found) => this.#admit(tenant, found, pinned)) : this.#admit(tenant, answer, pinned);
  }

  #admit(tenant: TenantId, found: unknown, pinned: number | undefined): Placement {
    if (found === undefined || found === null) throw refusal('TENANT_UNKNOWN', 'the registry does not know the tenant');
    if (!isPlacement(found)) throw refusal('REGISTRY', 'the registry gave no database, region and version for the tenant');
    const key = tenantValueOf(tenant);
    const { version, region, status } = found;
    const seen = this.#seen.get(key) ?? version;
    if (version < seen) throw refusal('REGISTRY', `the registry says version ${version} of the tenant's place after it said ${seen}`);
    if (version > seen || !this.#seen.has(key)) this.#seen.set(key, version);
    if (status !== undefined && status !== 'active') throw refusal('TENANT_SUSPENDED', 'the tenant is suspended');
    if (!this.#regions.has(region)) throw refusal('REGION', `the tenant's data is in ${region}; this process serves ${[...this.#regions].join(', ')}`);
    if (pinned !== undefined && pinned !== version) throw moved();
    return found;
  }
}
