import type { Dialect, LogConfig } from 'kysely';
import { type OpenDialect, openDialect } from '../connection/source.ts';
import { refusal } from '../error.ts';

/** What happens to databases' pools, for logs and metrics. Names only: no URL, no tenant's data. */
export interface RouterEvents {
  readonly opened?: (database: string) => void;
  readonly drained?: (database: string, reason: 'idle' | 'evicted' | 'closed') => void;
  /** A pool could not be closed cleanly. */
  readonly drainFailed?: (database: string, error: unknown) => void;
}

export interface PoolLimits {
  /** Pools that may be open at once. */
  readonly maxDatabases: number;
  /** Uses of one pool at once; more of them wait. */
  readonly maxLeases: number;
  /** Milliseconds that a use waits before it is refused. */
  readonly acquireTimeout: number;
  /** Milliseconds after which an unused pool is closed. */
  readonly idleTimeout: number;
  /** Milliseconds that the registry has to answer. */
  readonly registryTimeout: number;
}

export interface RouterMetrics {
  readonly databases: number;
  readonly leases: number;
  readonly waiting: number;
  readonly draining: number;
  readonly opened: number;
  readonly evicted: number;
}

/** One database's pool, and who uses it. */
interface Pool {
  readonly key: string;
  readonly database: string;
  readonly open: OpenDialect;
  leases: number;
  lastUsed: number;
  /** Takes no new leases: it is to make room for another database. */
  retiring: boolean;
}

export interface PoolRequest {
  readonly key: string;
  readonly database: string;
  readonly connect: () => Dialect;
  readonly signal?: AbortSignal | undefined;
}

export interface PoolLease {
  readonly open: OpenDialect;
  /** Whether others were let in before; what was known then may have changed. */
  readonly waited: boolean;
  readonly release: () => void;
}

interface Waiter {
  readonly request: PoolRequest;
  readonly admit: (pool: Pool) => void;
  readonly fail: (error: Error) => void;
}

/** The open pools: keyed by database, used under leases, closed only when nobody uses them, and each of them once. */
export class Pools {
  readonly #limits: PoolLimits;
  readonly #events: RouterEvents;
  readonly #log: LogConfig | undefined;
  readonly #pools = new Map<string, Pool>();
  readonly #draining = new Map<string, Promise<void>>();
  readonly #waiters = new Set<Waiter>();
  readonly #reaper: NodeJS.Timeout;
  #opened = 0;
  #evicted = 0;
  #closed = false;

  constructor(limits: PoolLimits, events: RouterEvents, log: LogConfig | undefined) {
    this.#limits = limits;
    this.#events = events;
    this.#log = log;
    this.#reaper = setInterval(() => {
      this.#reap();
    }, Math.max(10, limits.idleTimeout / 2));
    this.#reaper.unref();
  }

  get metrics(): RouterMetrics {
    const leases = [...this.#pools.values()].reduce((sum, pool) => sum + pool.leases, 0);
    return { databases: this.#pools.size, leases, waiting: this.#waiters.size, draining: this.#draining.size, opened: this.#opened, evicted: this.#evicted };
  }

  /** @throws ScopedKyselyError `ROUTER_BUSY` after the time to wait, `ROUTER_CLOSED`; the signal's reason */
  async lease(request: PoolRequest): Promise<PoolLease> {
    if (this.#closed) throw refusal('ROUTER_CLOSED', 'the router is closed');
    request.signal?.throwIfAborted();
    const pool = this.#tryAdmit(request);
    if (pool) return this.#leaseOf(pool, false);
    return this.#leaseOf(await this.#wait(request), true);
  }

  #wait(request: PoolRequest): Promise<Pool> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', aborted);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        request,
        admit: (pool) => {
          leave();
          resolve(pool);
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const aborted = (): void => {
        waiter.fail(request.signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        waiter.fail(refusal('ROUTER_BUSY', `no connection to ${request.database} became free within ${this.#limits.acquireTimeout} ms`));
      }, this.#limits.acquireTimeout);
      request.signal?.addEventListener('abort', aborted, { once: true });
      this.#waiters.add(waiter);
    });
  }

  #leaseOf(pool: Pool, waited: boolean): PoolLease {
    let released = false;
    return {
      open: pool.open,
      waited,
      release: () => {
        if (released) return;
        released = true;
        pool.leases--;
        pool.lastUsed = Date.now();
        if (pool.leases === 0 && (pool.retiring || this.#closed)) this.#drain(pool, this.#closed ? 'closed' : 'evicted');
        this.#pump();
      },
    };
  }

  /** The pool with a lease taken on it, where there is room now. Nothing is awaited between the look and the claim. */
  #tryAdmit({ key, database, connect }: PoolRequest): Pool | undefined {
    let pool = this.#pools.get(key);
    if (!pool) {
      if (this.#draining.has(key) || !this.#hasRoom()) return undefined;
      pool = { key, database, open: openDialect(connect(), this.#log), leases: 0, lastUsed: Date.now(), retiring: false };
      this.#pools.set(key, pool);
      this.#opened++;
      this.#events.opened?.(database);
    }
    if (pool.retiring || pool.leases >= this.#limits.maxLeases) return undefined;
    pool.leases++;
    return pool;
  }

  /** Whether one more pool may open. If not, the pool that was idle longest makes room, or the one to do so when it can. */
  #hasRoom(): boolean {
    const open = [...this.#pools.values()];
    if (open.length + this.#draining.size < this.#limits.maxDatabases) return true;
    const wanted = new Set([...this.#waiters].map(({ request }) => request.key).filter((key) => !this.#pools.has(key))).size;
    const leaving = this.#draining.size + open.filter(({ retiring }) => retiring).length;
    if (leaving > wanted) return false;
    const [oldest] = open.filter(({ retiring }) => !retiring).sort((a, b) => Math.sign(a.leases) - Math.sign(b.leases) || a.lastUsed - b.lastUsed);
    if (oldest) {
      oldest.retiring = true;
      if (oldest.leases === 0) this.#drain(oldest, 'evicted');
    }
    return false;
  }

  /** Lets in whoever can be let in, in the order of their coming. */
  #pump(): void {
    for (const waiter of this.#waiters) {
      try {
        const pool = this.#tryAdmit(waiter.request);
        if (pool) waiter.admit(pool);
      } catch (error) {
        waiter.fail(error as Error);
      }
    }
  }

  /** Takes the pool off the list before anything is awaited, so nobody can lease it and nobody closes it again. */
  #drain(pool: Pool, reason: 'idle' | 'evicted' | 'closed'): void {
    this.#pools.delete(pool.key);
    if (reason === 'evicted') this.#evicted++;
    const drained = pool.open
      .destroy()
      .then(
        () => this.#events.drained?.(pool.database, reason),
        (error: unknown) => this.#events.drainFailed?.(pool.database, error),
      )
      .finally(() => {
        this.#draining.delete(pool.key);
        this.#pump();
      });
    this.#draining.set(pool.key, drained);
  }

  #reap(): void {
    const limit = Date.now() - this.#limits.idleTimeout;
    for (const pool of this.#pools.values()) if (pool.leases === 0 && pool.lastUsed < limit) this.#drain(pool, 'idle');
  }

  /** Refuses who waits, lets who works finish, and closes every pool. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#reaper);
    for (const waiter of this.#waiters) waiter.fail(refusal('ROUTER_CLOSED', 'the router is closed'));
    for (const pool of this.#pools.values()) if (pool.leases === 0) this.#drain(pool, 'closed');
    while (this.#pools.size > 0 || this.#draining.size > 0) {
      await (this.#draining.size > 0 ? Promise.all(this.#draining.values()) : new Promise((resolve) => setTimeout(resolve, 5)));
    }
  }
}
