import { setTimeout as later } from 'node:timers/promises';
import { type CompiledQuery, type DatabaseConnection, type Dialect, type Driver, type QueryResult } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { createScopedKysely, createTenantRouter, mintTenantId, type Placement, type TenantDatabase, type TenantId, type TenantRouterOptions } from 'scoped-kysely';
import { type DB, dialectWith, tenancy } from './support/schema.ts';

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

const tenant = (value: string | number): TenantId => mintTenantId(value, { reason: 'test' });

/** Databases that answer with their own name, and count what is open and what is done to them. */
class Fleet {
  readonly open = new Map<string, number>();
  readonly placements = new Map<string, Placement>();
  connections = 0;
  leaked = 0;
  wrong = 0;
  most = 0;
  failing = new Set<string>();
  delay = (): Promise<void> => Promise.resolve();

  place(name: string, placement: Partial<Placement>): void {
    this.placements.set(name, { database: 'db-1', region: 'eu', version: 1, ...placement });
  }

  readonly registry = { resolve: (id: TenantId): Placement | undefined => this.placements.get(String(id)) };

  readonly connect = ({ placement, startup }: { readonly placement: Placement; readonly startup?: string }): Dialect => {
    const { database } = placement;
    return dialectWith((): Driver => this.#driver(database, startup));
  };

  #driver(database: string, startup: string | undefined): Driver {
    let closed = false;
    let used = 0;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the driver's methods have a this of their own
    const fleet = this;
    const connection: DatabaseConnection = {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        await fleet.delay();
        if (closed) fleet.wrong++;
        if (query.sql.includes('current_setting')) return { rows: [{ tenant: startup?.split('=')[1] ?? null }] as R[] };
        if (query.sql.includes('current_database')) return { rows: [{ name: database }] as R[] };
        return { rows: [{ database, tenant: query.parameters[0] }] as R[] };
      },
      streamQuery: () => {
        throw new Error('not used');
      },
    };
    return {
      init: () => {
        if (fleet.failing.has(database)) return Promise.reject(new Error('no route to host'));
        fleet.open.set(database, (fleet.open.get(database) ?? 0) + 1);
        fleet.most = Math.max(fleet.most, [...fleet.open.values()].reduce((sum, n) => sum + n, 0));
        return Promise.resolve();
      },
      acquireConnection: () => {
        used++;
        fleet.connections++;
        return Promise.resolve(connection);
      },
      releaseConnection: () => {
        used--;
        fleet.connections--;
        return Promise.resolve();
      },
      beginTransaction: () => Promise.resolve(),
      commitTransaction: () => Promise.resolve(),
      rollbackTransaction: () => Promise.resolve(),
      destroy: async () => {
        if (closed) fleet.wrong++;
        closed = true;
        if (used > 0) fleet.leaked++;
        await fleet.delay();
        fleet.open.set(database, (fleet.open.get(database) ?? 1) - 1);
      },
    };
  }
}

interface Routed {
  readonly fleet: Fleet;
  readonly router: ReturnType<typeof createTenantRouter>;
  readonly scoped: TenantDatabase<DB, unknown>;
}

const open = (options: Partial<TenantRouterOptions> = {}): Routed => {
  const fleet = new Fleet();
  const router = createTenantRouter({ registry: fleet.registry, connect: fleet.connect, regions: ['eu'], acquireTimeout: 30_000, ...options });
  return { fleet, router, scoped: createScopedKysely<DB>({ router, tenancy }) };
};

const where = async (scoped: TenantDatabase<DB, unknown>, id: TenantId): Promise<unknown> => (await scoped.forTenant(id).selectFrom('orders').selectAll().execute())[0];

describe('the router', () => {
  it('brings each tenant to its database', async () => {
    const { fleet, scoped } = open();
    fleet.place('t1', { database: 'db-1' });
    fleet.place('t2', { database: 'db-2' });
    expect(await where(scoped, tenant('t1'))).toEqual({ database: 'db-1', tenant: 't1' });
    expect(await where(scoped, tenant('t2'))).toEqual({ database: 'db-2', tenant: 't2' });
    await scoped.destroy();
    expect([...fleet.open.values()]).toEqual([0, 0]);
  });

  it('refuses before a connection opens: another region, an unknown or suspended tenant', async () => {
    const { fleet, scoped } = open();
    fleet.place('us', { region: 'us' });
    fleet.place('late', { status: 'suspended' });
    fleet.place('odd', { database: '' });
    await expect(where(scoped, tenant('us'))).rejects.toThrow(code('REGION'));
    await expect(where(scoped, tenant('late'))).rejects.toThrow(code('TENANT_SUSPENDED'));
    await expect(where(scoped, tenant('nobody'))).rejects.toThrow(code('TENANT_UNKNOWN'));
    await expect(where(scoped, tenant('odd'))).rejects.toThrow(code('REGISTRY'));
    expect(fleet.open.size).toBe(0);
    await scoped.destroy();
  });

  it('refuses when the registry is down, and works again when it is up', async () => {
    let down = true;
    const { fleet, scoped } = open({ registry: { resolve: () => (down ? Promise.reject(new Error('timeout')) : { database: 'db-1', region: 'eu', version: 1 }) } });
    await expect(where(scoped, tenant('t1'))).rejects.toThrow(expect.objectContaining({ code: 'REGISTRY', callSite: expect.stringContaining('router.test.ts') as unknown }) as Error);
    down = false;
    const silent = open({ registryTimeout: 20, registry: { resolve: () => new Promise(() => undefined) } });
    await expect(where(silent.scoped, tenant('t1'))).rejects.toThrow(code('REGISTRY'));
    await silent.scoped.destroy();
    expect(await where(scoped, tenant('t1'))).toEqual({ database: 'db-1', tenant: 't1' });
    expect(fleet.connections).toBe(0);
    await scoped.destroy();
  });

  it('holds a handle to the version that it began with', async () => {
    const { fleet, scoped } = open();
    fleet.place('t1', { version: 3 });
    const handle = scoped.forTenant(tenant('t1'));
    const query = (): Promise<unknown> => handle.selectFrom('orders').selectAll().execute();
    await query();
    fleet.place('t1', { version: 4, database: 'db-2' });
    await expect(query()).rejects.toThrow(code('TENANT_MOVED'));
    expect(await where(scoped, tenant('t1'))).toEqual({ database: 'db-2', tenant: 't1' });
    fleet.place('t1', { version: 2 });
    await expect(where(scoped, tenant('t1'))).rejects.toThrow(/version 2 .* after it said 4/);
    await scoped.destroy();
  });

  it('takes one handle to one place, whatever the registry says in between', async () => {
    const answers = [{ database: 'db-1', region: 'eu', version: 1 }, { database: 'db-2', region: 'eu', version: 2 }];
    const { scoped } = open({ registry: { resolve: () => Promise.resolve(answers.shift()) } });
    const handle = scoped.forTenant(tenant('t1'));
    const outcomes = await Promise.allSettled([1, 2].map(() => handle.selectFrom('orders').selectAll().execute()));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await scoped.destroy();
  });

  it('opens one pool for many at once, and forgets one that failed', async () => {
    const { fleet, router, scoped } = open();
    fleet.place('t1', {});
    fleet.failing.add('db-1');
    await expect(where(scoped, tenant('t1'))).rejects.toThrow('no route to host');
    fleet.failing.clear();
    await Promise.all(Array.from({ length: 40 }, () => where(scoped, tenant('t1'))));
    expect(router.metrics.opened).toBe(1);
    expect(fleet.open.get('db-1')).toBe(1);
    await scoped.destroy();
  });

  it('gives a dedicated database its tenant from the start', async () => {
    const { fleet, scoped } = open();
    fleet.place('t1', { dedicated: true, databaseName: 'db-1' });
    expect(await where(scoped, tenant('t1'))).toEqual({ database: 'db-1', tenant: 't1' });
    fleet.place('t2', { database: 'db-2', databaseName: 'db-2' });
    expect(await where(scoped, tenant('t2'))).toEqual({ database: 'db-2', tenant: 't2' });
    fleet.place('t2', { database: 'db-2', databaseName: 'db-3' });
    await expect(where(scoped, tenant('t2'))).rejects.toThrow(/leads to another database/);
    await scoped.destroy();
  });

  it('makes the others wait (L75)', async () => {
    const { fleet, scoped } = open({ maxLeases: 1 });
    fleet.place('t1', {});
    fleet.delay = () => later(20);
    await expect(Promise.all([where(scoped, tenant('t1')), where(scoped, tenant('t1'))])).resolves.toHaveLength(2);
    await scoped.destroy();
  });

  it('refuses only after the time to wait', async () => {
    const { fleet, router, scoped } = open({ maxLeases: 1, acquireTimeout: 30 });
    fleet.place('t1', {});
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    fleet.delay = () => gate;
    const held = where(scoped, tenant('t1'));
    await expect(where(scoped, tenant('t1'))).rejects.toThrow(code('ROUTER_BUSY'));
    expect(router.metrics.waiting).toBe(0);
    release();
    await held;
    await scoped.destroy();
  });

  it('looks again where a tenant is after it had to wait', async () => {
    const { fleet, scoped } = open({ maxLeases: 1 });
    fleet.place('t1', {});
    fleet.delay = () => later(30);
    const first = where(scoped, tenant('t1'));
    await later(5);
    const second = where(scoped, tenant('t1'));
    fleet.place('t1', { version: 2, database: 'db-2' });
    await first;
    await expect(second).rejects.toThrow(code('TENANT_MOVED'));
    await scoped.destroy();
  });

  it('closes a pool only when nobody uses it, and once (L74)', async () => {
    const { fleet, router, scoped } = open({ maxDatabases: 1 });
    fleet.place('t1', { database: 'db-1' });
    fleet.place('t2', { database: 'db-2' });
    fleet.delay = () => later(10);
    await Promise.all(Array.from({ length: 20 }, (_, i) => where(scoped, tenant(i % 2 === 0 ? 't1' : 't2'))));
    expect(fleet.most).toBe(1);
    expect(fleet.leaked + fleet.wrong).toBe(0);
    expect(router.metrics.evicted).toBeGreaterThan(0);
    await scoped.destroy();
  });

  it('closes what is idle, and everything in the end', async () => {
    const { fleet, router, scoped } = open({ idleTimeout: 20 });
    fleet.place('t1', {});
    await where(scoped, tenant('t1'));
    await vi.waitFor(() => {
      expect(router.metrics.databases).toBe(0);
    });
    fleet.delay = () => later(20);
    const last = where(scoped, tenant('t1'));
    await later(1);
    await scoped.destroy();
    expect(await last).toEqual({ database: 'db-1', tenant: 't1' });
    await expect(where(scoped, tenant('t1'))).rejects.toThrow(code('ROUTER_CLOSED'));
    expect(fleet.open.get('db-1')).toBe(0);
  });

  it('gives up waiting when its caller does', async () => {
    const { fleet, router, scoped } = open({ maxLeases: 1 });
    fleet.place('t1', {});
    fleet.delay = () => later(40);
    const first = where(scoped, tenant('t1'));
    await later(5);
    const abort = new AbortController();
    const query = scoped.forTenant(tenant('t1')).selectFrom('orders').selectAll();
    const second = (query.execute as (options: object) => Promise<unknown>).call(query, { signal: abort.signal });
    await later(5);
    abort.abort(new Error('gone'));
    await Promise.allSettled([second]);
    await first;
    expect(router.metrics.waiting).toBe(0);
    await scoped.destroy();
  });

  it.each([{ regions: [] }, { maxDatabases: 0 }, { maxLeases: Number.NaN }, { acquireTimeout: -1 }])('refuses %j', (options) => {
    expect(() => open(options)).toThrow(code('CONFIGURATION'));
  });

  it('has no place for all tenants at once', async () => {
    const { router } = open();
    const scoped = createScopedKysely<DB>({ router, tenancy, escape: { sink: () => undefined } });
    expect(() => scoped.crossTenant({ reason: 'r', ticket: 't', actor: 'a', tables: ['orders'] })).toThrow(code('ESCAPE'));
    await scoped.destroy();
  });
});

describe('under load', () => {
  it('500 tenants over 40 databases, 8 of them open: nobody is refused, misled or left connected', async () => {
    const { fleet, router, scoped } = open({ maxDatabases: 8, maxLeases: 5, acquireTimeout: 30_000 });
    for (let i = 0; i < 500; i++) fleet.place(`t${i}`, { database: `db-${i % 40}`, dedicated: i % 40 < 2 && i < 40 });
    fleet.delay = () => later(Math.random() < 0.2 ? 1 : 0);
    let misled = 0;
    await Promise.all(Array.from({ length: 64 }, async (_, worker) => {
      for (let n = 0; n < 12; n++) {
        const i = (worker * 7919 + n * 104_729) % 500;
        const seen = (await where(scoped, tenant(`t${i}`))) as { readonly database: string; readonly tenant: unknown };
        if (seen.database !== `db-${i % 40}` || seen.tenant !== `t${i}`) misled++;
      }
    }));
    expect({ misled, wrong: fleet.wrong, leaked: fleet.leaked, connections: fleet.connections }).toEqual({ misled: 0, wrong: 0, leaked: 0, connections: 0 });
    expect(fleet.most).toBeLessThanOrEqual(8);
    expect(router.metrics.evicted).toBeGreaterThan(10);
    await scoped.destroy();
    expect([...fleet.open.values()].every((n) => n === 0)).toBe(true);
  });
});
