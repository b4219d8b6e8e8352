import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { openServer, type Server } from '@tenantscope/testing';
import * as kysely from 'kysely';
import { type Dialect, DummyDriver, MysqlAdapter, MysqlQueryCompiler, PostgresDialect, sql, SqliteAdapter, SqliteQueryCompiler } from 'kysely';
import pg from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScopedKysely, type TenantDatabase } from 'scoped-kysely';
import { openDatabase } from './support/pool.ts';
import { a, b, type DB, tenancy } from './support/schema.ts';
import { ddl, rowsOfA, rowsOfB } from './support/worlds.ts';

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

let server: Server;

beforeAll(async () => {
  server = await openServer();
  await openDatabase(server, 'app_db');
});

afterAll(async () => {
  await server.close();
});

const seenBy = async (scoped: TenantDatabase<DB, unknown>, times: number): Promise<void> => {
  const seen = await Promise.all(Array.from({ length: times }, async (_, i) => {
    const handle = scoped.forTenant(i % 2 === 0 ? a : b);
    return i % 3 === 0 ? handle.transaction().execute((trx) => trx.selectFrom('orders').select('tenant_id').execute()) : handle.selectFrom('orders').select('tenant_id').execute();
  }));
  for (const [i, rows] of seen.entries()) expect(rows.map((row) => row.tenant_id)).toEqual(Array.from({ length: 6 }, () => (i % 2 === 0 ? 'a' : 'b')));
};

/** The dialects of Kysely 0.29. */
const isNew = 'PGliteDialect' in kysely;

describe('PostgreSQL', () => {
  it.runIf(isNew)('postgres.js sends its statements prepared, so BEGIN and the setting are two', async () => {
    const { PostgresJSDialect } = await import('kysely-postgres-js');
    const client = postgres(server.url('app_db', 'app'), { max: 3 });
    const scoped = createScopedKysely<DB>({ dialect: new PostgresJSDialect({ postgres: client }), tenancy });
    await seenBy(scoped, 30);
    await expect(scoped.forTenant(a).selectFrom('orders').select(sql`1 / (total - total)`.as('x')).execute()).rejects.toThrow(/division by zero/);
    await seenBy(scoped, 10);
    const ids: number[] = [];
    for await (const row of scoped.forTenant(b).selectFrom('orders').select('id').orderBy('id').stream(4)) ids.push(row.id);
    expect(ids).toEqual([501, 502, 503, 504, 505, 506]);
    await scoped.destroy();
  });

  it.runIf(isNew)('PGlite has one connection and transactions of its own', async () => {
    const pglite = await PGlite.create();
    await pglite.exec(ddl + rowsOfA + rowsOfB);
    const { PGliteDialect } = kysely;
    const scoped = createScopedKysely<DB>({ dialect: new PGliteDialect({ pglite }), tenancy });
    await seenBy(scoped, 12);
    await expect(scoped.forTenant(a).transaction().execute(async (trx) => {
      await trx.updateTable('orders').set({ status: 'lost' }).execute();
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await scoped.forTenant(a).selectFrom('orders').select('id').where('status', '=', 'lost').execute()).toEqual([]);
    await scoped.destroy();
  });
});

describe('an aborted signal', () => {
  it.runIf(isNew)('cancels the query, and the next one has its own tenant', async () => {
    const pool = new pg.Pool({ connectionString: server.url('app_db', 'app'), max: 1 });
    const scoped = createScopedKysely<DB>({ dialect: new PostgresDialect({ pool }), tenancy });
    const abort = new AbortController();
    const slow = scoped.forTenant(a).selectFrom('orders').select(sql`pg_sleep(20)`.as('x'));
    const run = (slow.execute as (options: object) => Promise<unknown>).call(slow, { signal: abort.signal, inflightQueryAbortStrategy: 'cancel query' });
    setTimeout(() => {
      abort.abort(new Error('enough'));
    }, 100);
    await expect(run).rejects.toThrow('enough');
    await seenBy(scoped, 6);
    await scoped.destroy();
  });
});

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { readonly port: number };
  probe.close();
  await once(probe, 'close');
  return port;
};

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });

const pgbouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => {
  try {
    chmodSync(path, 0o755);
    return true;
  } catch {
    return false;
  }
});

describe('PgBouncer in transaction mode', () => {
  it.runIf(pgbouncer !== undefined)('gives each transaction to whoever asks, and no tenant to anybody else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantscope-pgbouncer-'));
    chmodSync(folder, 0o777);
    const port = await freePort();
    writeFileSync(join(folder, 'users.txt'), '"app" "app"\n');
    writeFileSync(
      join(folder, 'pgbouncer.ini'),
      `[databases]\napp_db = host=127.0.0.1 port=${server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nauth_type = plain\nauth_file = ${folder}/users.txt\npool_mode = transaction\ndefault_pool_size = 2\nunix_socket_dir =\n`,
    );
    const bouncer = spawn(pgbouncer ?? '', [...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
    try {
      for (let tries = 0; tries < 100 && !(await isListening(port)); tries++) await later(50);
      const pool = new pg.Pool({ connectionString: `postgres://app:app@127.0.0.1:${port}/app_db`, max: 8 });
      const scoped = createScopedKysely<DB>({ dialect: new PostgresDialect({ pool }), tenancy });
      await seenBy(scoped, 200);
      expect((await pool.query('select * from orders')).rowCount).toBe(0);
      await scoped.destroy();
    } finally {
      bouncer.kill('SIGINT');
      await once(bouncer, 'exit');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const printingAs = (createAdapter: Dialect['createAdapter'], createQueryCompiler: Dialect['createQueryCompiler']): Dialect => ({
  createAdapter,
  createQueryCompiler,
  createDriver: () => new DummyDriver(),
  createIntrospector: () => {
    throw new Error('not used');
  },
});

describe.each([
  ['MySQL', printingAs(() => new MysqlAdapter(), () => new MysqlQueryCompiler()), '`'],
  ['SQLite', printingAs(() => new SqliteAdapter(), () => new SqliteQueryCompiler()), '"'],
] as const)('%s', (_, dialect, quote) => {
  const db = createScopedKysely<DB>({ dialect, tenancy }).forTenant(a);
  const q = (text: string): string => text.replaceAll('"', quote);

  it('has the compiler wall', () => {
    expect(db.selectFrom('orders as o').leftJoin('customers as c', 'c.id', 'o.customer_id').selectAll('o').compile().sql).toBe(
      q('select "o".* from "orders" as "o" left join "customers" as "c" on "c"."tenant_id" = ? and ("c"."id" = "o"."customer_id") where "o"."tenant_id" = ?'),
    );
    expect(db.insertInto('projects').values({ id: 1, title: 'x' }).compile().sql).toBe(q('insert into "projects" ("id", "title", "org_id") values (?, ?, ?)'));
    expect(db.deleteFrom('orders').where('id', '=', 1).compile().sql).toBe(q('delete from "orders" where "orders"."tenant_id" = ? and ("id" = ?)'));
  });

  it('refuses what asks nobody whose row it is, and text that its server reads otherwise', () => {
    expect(() => { (db.insertInto('projects').values({ id: 1, title: 'x' }) as unknown as { onDuplicateKeyUpdate: (values: object) => { compile: () => void } }).onDuplicateKeyUpdate({ title: 'y' }).compile(); }).toThrow(code('UNKNOWN_NODE'));
    expect(() => db.selectFrom('orders').selectAll().where(sql<boolean>`1 = 1 # and`).compile()).toThrow(code('RAW_FRAGMENT'));
    expect(() => db.selectFrom('orders').selectAll().where(sql<boolean>`status = 'a\\' or 1 = 1 or '`).compile()).toThrow(code('RAW_FRAGMENT'));
  });

  it('runs without a setting', async () => {
    await expect(db.selectFrom('orders').selectAll().execute()).resolves.toEqual([]);
    await expect(db.transaction().execute((trx) => trx.selectFrom('orders').selectAll().execute())).resolves.toEqual([]);
  });
});
