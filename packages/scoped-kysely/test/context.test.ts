import { setTimeout as later } from 'node:timers/promises';
import { openServer, type Server } from '@tenantscope/testing';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createScopedKysely, type ScopedKysely, type TenantDatabase } from 'scoped-kysely';
import { type AppPool, appPool, openDatabase } from './support/pool.ts';
import { a, b, type DB, tenancy } from './support/schema.ts';

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

let server: Server;
let app: AppPool;
let scoped: TenantDatabase<DB, unknown>;
let db: ScopedKysely<DB>;

/** What the database believes, asked on a connection of the pool without any scope. */
const settingOnPool = async (): Promise<unknown> => (await app.pool.query<{ value: string | null }>("select current_setting('app.current_tenant', true) as value")).rows[0]?.value;

const open = (max: number): void => {
  app = appPool(server.url('app_db', 'app'), max);
  scoped = createScopedKysely<DB>({ dialect: app.dialect, tenancy });
  db = scoped.forTenant(a);
};

beforeAll(async () => {
  server = await openServer();
  await openDatabase(server, 'app_db');
  open(1);
});

afterEach(async () => {
  // Nothing may be left checked out, in a transaction, or with a tenant.
  await vi.waitFor(() => {
    expect(app.pool.idleCount).toBe(app.pool.totalCount);
  });
  expect(app.pool.waitingCount).toBe(0);
  expect(['', null]).toContain(await settingOnPool());
  const { rows } = await app.pool.query<{ state: string }>("select count(*)::int as open from pg_stat_activity where usename = 'app' and state like 'idle in transaction%'");
  expect(rows[0]).toEqual({ open: 0 });
  app.sent.length = 0;
});

afterAll(async () => {
  await scoped.destroy();
  await server.close();
});

const count = async (handle: Pick<ScopedKysely<DB>, 'selectFrom'>): Promise<number> => Number((await handle.selectFrom('orders').select((eb) => eb.fn.countAll().as('n')).executeTakeFirstOrThrow()).n);

describe('the tenant in PostgreSQL', () => {
  it('is set in the message of BEGIN, and three messages are all', async () => {
    expect(await count(db)).toBe(6);
    expect(app.sent).toEqual([`begin; select set_config('app.current_tenant', 'a', true)`, 'select count(*) as "n" from "orders" where "orders"."tenant_id" = $1', 'commit']);
  });

  it('makes row-level security agree: without it the same role sees nothing (L43)', async () => {
    expect((await app.pool.query('select * from orders')).rowCount).toBe(0);
    expect((await db.selectFrom('orders').selectAll().execute()).every((row) => row.tenant_id === 'a')).toBe(true);
  });

  it('changes with the tenant on the same connection (L24, L25, L32)', async () => {
    for (const [tenant, name] of [[a, 'a'], [b, 'b'], [a, 'a']] as const) {
      const rows = await scoped.forTenant(tenant).selectFrom('orders').selectAll().execute();
      expect(rows.length).toBe(6);
      expect(new Set(rows.map((row) => row.tenant_id))).toEqual(new Set([name]));
    }
  });

  it('is gone after a query that fails (L42)', async () => {
    await expect(db.selectFrom('orders').select(sql`1 / (total - total)`.as('x')).execute()).rejects.toThrow(/division by zero/);
    expect(app.sent.at(-1)).toBe('rollback');
    expect(await count(scoped.forTenant(b))).toBe(6);
  });

  it('is the setting that the options name, whatever the tenant is called', async () => {
    const odd = createScopedKysely<DB>({ dialect: appPool(server.url('app_db', 'app'), 1).dialect, tenancy, context: { setting: 'my.tenant', scope: 'transaction' } });
    const { mintTenantId } = await import('scoped-kysely');
    for (const value of ["it's", "'; drop table orders; --", 'back\\slash', 'ünïcode ☃', '"quoted"']) {
      const handle = odd.forTenant(mintTenantId(value, { reason: 'test' }));
      await handle.transaction().execute(async (trx) => {
        expect(await trx.selectFrom('orders').selectAll().execute()).toEqual([]);
      });
    }
    expect(await count(db)).toBe(0 + 6);
    await odd.destroy();
  });
});

describe('transactions', () => {
  it('carry the tenant once, keep it over savepoints, and write together', async () => {
    const trx = await db.startTransaction().execute();
    await trx.insertInto('customers').values({ id: 50, name: 'x' }).execute();
    await trx.savepoint('before').execute();
    await trx.insertInto('customers').values({ id: 51, name: 'y' }).execute();
    await trx.rollbackToSavepoint('before').execute();
    expect((await trx.selectFrom('customers').select('id').where('id', '>=', 50).execute()).map(({ id }) => id)).toEqual([50]);
    await trx.savepoint('again').execute();
    await trx.releaseSavepoint('again').execute();
    expect(await count(trx)).toBe(6);
    await trx.rollback().execute();
    expect(trx.isRolledBack).toBe(true);
    expect(await db.selectFrom('customers').select('id').where('id', '>=', 50).execute()).toEqual([]);
    expect(app.sent.filter((text) => text.includes('set_config')).length).toBe(2);
  });

  it('commit and roll back as a whole', async () => {
    await db.transaction().execute((trx) => trx.insertInto('customers').values({ id: 60, name: 'x' }).execute());
    await expect(db.transaction().execute(async (trx) => {
      await trx.insertInto('customers').values({ id: 61, name: 'x' }).execute();
      throw new Error('no');
    })).rejects.toThrow('no');
    expect((await db.selectFrom('customers').select('id').where('id', '>=', 60).execute()).map(({ id }) => id)).toEqual([60]);
    await db.deleteFrom('customers').where('id', '=', 60).execute();
  });

  it('take their isolation level, and nothing else, in BEGIN', async () => {
    const level = await db.transaction().setIsolationLevel('serializable').setAccessMode('read only').execute(async (trx) => {
      await count(trx);
      return app.sent[0];
    });
    expect(level).toBe(`start transaction isolation level serializable read only; select set_config('app.current_tenant', 'a', true)`);
    expect(() => db.transaction().setIsolationLevel('serializable; drop table orders' as never)).toThrow(code('UNSUPPORTED'));
  });

  it('refuse a handle that outlives them', async () => {
    let kept: Pick<ScopedKysely<DB>, 'selectFrom'> | undefined;
    await db.transaction().execute((trx) => {
      kept = trx;
      return Promise.resolve();
    });
    const query = kept?.selectFrom('orders').selectAll();
    app.sent.length = 0;
    await expect(query?.execute()).rejects.toThrow(code('SCOPE_ENDED'));
    const trx = await db.startTransaction().execute();
    await trx.commit().execute();
    await expect(count(trx)).rejects.toThrow(code('SCOPE_ENDED'));
    await expect(trx.rollback().execute()).rejects.toThrow(code('SCOPE_ENDED'));
    await expect(trx.savepoint('x').execute()).rejects.toThrow(code('SCOPE_ENDED'));
    let connection: Pick<ScopedKysely<DB>, 'selectFrom'> | undefined;
    await db.connection().execute(async (handle) => {
      connection = handle;
      expect(await count(handle)).toBe(6);
      expect(await count(handle)).toBe(6);
    });
    await expect(connection?.selectFrom('orders').selectAll().execute()).rejects.toThrow(code('SCOPE_ENDED'));
  });

  it('keep the work, and the tenant, in the caller\'s transaction (L41, L72)', async () => {
    await expect(db.transaction().execute(async (trx) => {
      await trx.updateTable('orders').set({ status: 'lost' }).execute();
      await trx.updateTable('orders').set({ status: sql<string>`(1 / (total - total))::text` }).execute();
    })).rejects.toThrow(/division by zero/);
    expect(await db.selectFrom('orders').select('id').where('status', '=', 'lost').execute()).toEqual([]);
  });

  it('can be run again after a serialization failure', async () => {
    let attempts = 0;
    const once = (): Promise<number> =>
      db.transaction().execute(async (trx) => {
        if (++attempts === 1) await sqlState(trx, '40001');
        return count(trx);
      });
    const sqlState = async (trx: Pick<ScopedKysely<DB>, 'selectFrom'>, state: string): Promise<void> => {
      await count(trx);
      throw Object.assign(new Error('could not serialize access'), { code: state });
    };
    const retry = async (left: number): Promise<number> => {
      try {
        return await once();
      } catch (error) {
        if (left === 0 || (error as { readonly code?: string }).code !== '40001') throw error;
        return retry(left - 1);
      }
    };
    expect(await retry(2)).toBe(6);
    expect(attempts).toBe(2);
  });
});

describe('streams', () => {
  it('stay in the tenant and end with their transaction', async () => {
    const ids: number[] = [];
    for await (const row of db.selectFrom('orders').select('id').orderBy('id').stream(2)) ids.push(row.id);
    expect(ids).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('may be left early', async () => {
    for await (const row of db.selectFrom('orders').select('id').orderBy('id').stream(1)) {
      expect(row.id).toBe(1);
      break;
    }
    expect(await count(db)).toBe(6);
  });

  it('do not outlive their transaction', async () => {
    let rest: AsyncIterator<{ readonly id: number }> | undefined;
    await expect(db.transaction().execute(async (trx) => {
      rest = trx.selectFrom('orders').select('id').stream(1)[Symbol.asyncIterator]();
      await rest.next();
    })).rejects.toThrow(code('TRANSACTION_BUSY'));
    await expect((async () => rest?.next())()).rejects.toThrow(code('SCOPE_ENDED'));
    await later(10);
  });
});

describe('two tenants at once', () => {
  it('never see each other over one pool, whatever interleaves', async () => {
    await scoped.destroy();
    open(3);
    const handles = [scoped.forTenant(a), scoped.forTenant(b)] as const;
    const seen = await Promise.all(Array.from({ length: 200 }, async (_, i) => {
      const handle = handles[i % 2] ?? db;
      if (i % 5 === 0) await handle.selectFrom('orders').select(sql`1 / (total - total)`.as('x')).execute().catch(() => undefined);
      if (i % 3 === 0) return handle.transaction().execute((trx) => trx.selectFrom('orders').select('tenant_id').execute());
      return handle.selectFrom('orders').select('tenant_id').execute();
    }));
    for (const [i, rows] of seen.entries()) expect(new Set(rows.map((row) => row.tenant_id))).toEqual(new Set([i % 2 === 0 ? 'a' : 'b']));
  });
});

describe('a connection that carries its tenant from the start', () => {
  it('costs the ordinary query nothing, and is verified once', async () => {
    const own = appPool(server.url('app_db', 'app'), 1, '-c app.current_tenant=a');
    const database = createScopedKysely<DB>({ dialect: own.dialect, tenancy, context: { setting: 'app.current_tenant', scope: 'connection' } });
    expect(await count(database.forTenant(a))).toBe(6);
    expect(await count(database.forTenant(a))).toBe(6);
    expect(own.sent).toEqual(['select current_setting($1, true) as tenant', ...Array.from({ length: 2 }, () => 'select count(*) as "n" from "orders" where "orders"."tenant_id" = $1')]);
    await expect(count(database.forTenant(b))).rejects.toThrow(code('CONTEXT'));
    await database.destroy();
  });
});

it('a plain client of the application, without its tenant, gets nothing and can write nothing', async () => {
  const client = new pg.Client({ connectionString: server.url('app_db', 'app') });
  await client.connect();
  expect((await client.query('select * from customers')).rowCount).toBe(0);
  await expect(client.query("insert into customers values ('a', 99, 'x')")).rejects.toThrow(/row-level security/);
  await client.end();
});
