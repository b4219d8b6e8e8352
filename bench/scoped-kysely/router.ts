import { parseArgs } from 'node:util';
import { openServer, type Server } from '@tenantscope/testing';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { createScopedKysely, createTenantRouter, mintTenantId, type Placement, type TenantId } from 'scoped-kysely';
import { type DB, tenancy } from '../../packages/scoped-kysely/test/support/schema.ts';

const databases = 200;
const tenants = 5_000;
const workers = 24;
const limits = { maxDatabases: 30, maxLeases: 2, idleTimeout: 400, acquireTimeout: 60_000 };

const databaseOf = (tenant: number): string => `fleet_${tenant % databases}`;

/** A database whose rows say where they are and whose they are. */
const fill = async (server: Server, database: number): Promise<void> => {
  const client = new pg.Client({ connectionString: server.url(`fleet_${database}`) });
  await client.connect();
  await client.query(
    `create table orders (tenant_id text not null, id int not null, customer_id int, status text not null, total int not null, primary key (tenant_id, id));
     insert into orders select 't' || n, 1, null, current_database(), n from generate_series(${database}, ${tenants - 1}, ${databases}) n`,
  );
  await client.end();
};

interface Tally {
  queries: number;
  wrong: number;
  refused: number;
}

/** Random tenants, one after the other, each for a few queries, until the time is over. */
const work = async (query: (tenant: number) => Promise<readonly { readonly tenant_id: string; readonly status: string }[]>, until: number, tally: Tally): Promise<void> => {
  while (Date.now() < until) {
    const tenant = Math.floor(Math.random() * tenants);
    for (let left = 1 + Math.floor(Math.random() * 30); left > 0; left--) {
      try {
        const rows = await query(tenant);
        tally.queries++;
        if (rows.length !== 1 || rows[0]?.tenant_id !== `t${tenant}` || rows[0].status !== databaseOf(tenant)) tally.wrong++;
      } catch (error) {
        tally.refused++;
        console.log(`refused: ${(error as Error).message}`);
      }
    }
  }
};

/** 5,000 tenants in 200 databases of one server, of which 30 may be open: no query may go astray, leak a connection or be refused. */
export const soakRouter = async (seconds: number): Promise<boolean> => {
  const server = await openServer();
  try {
    for (let i = 0; i < databases; i++) await server.exec(`create database fleet_${i}`);
    for (let i = 0; i < databases; i++) await fill(server, i);
    const ids: readonly TenantId[] = Array.from({ length: tenants }, (_, i) => mintTenantId(`t${i}`, { reason: 'soak test of the router' }));
    const router = createTenantRouter({
      ...limits,
      regions: ['eu'],
      registry: { resolve: (tenant): Placement => ({ database: databaseOf(Number(String(tenant).slice(1))), region: 'eu', version: 1, databaseName: databaseOf(Number(String(tenant).slice(1))) }) },
      connect: ({ placement }) => {
        const pool = new pg.Pool({ connectionString: server.url(placement.database), max: limits.maxLeases, application_name: 'soak' });
        pool.on('error', () => undefined);
        return new PostgresDialect({ pool });
      },
    });
    const scoped = createScopedKysely<DB>({ router, tenancy });
    const tally: Tally = { queries: 0, wrong: 0, refused: 0 };
    const query = (tenant: number): Promise<readonly { readonly tenant_id: string; readonly status: string }[]> =>
      scoped.forTenant(ids[tenant] as TenantId).selectFrom('orders').select(['tenant_id', 'status']).execute();
    await Promise.all(Array.from({ length: workers }, () => work(query, Date.now() + seconds * 1000, tally)));
    const { opened, evicted, leases } = router.metrics;
    await scoped.destroy();
    const [left] = await server.query("select count(*)::int as n from pg_stat_activity where application_name = 'soak'");
    console.log(`router, ${tenants} tenants over ${databases} databases, ${limits.maxDatabases} open, ${seconds} s: ${tally.queries} queries, ${opened} pools opened, ${evicted} evicted; ${tally.wrong} on the wrong database, ${tally.refused} refused, ${leases} leases and ${String(left?.['n'])} connections left`);
    return tally.wrong + tally.refused + leases + Number(left?.['n']) === 0;
  } finally {
    await server.close();
  }
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
  if (!(await soakRouter(Number(values.seconds)))) process.exitCode = 1;
}
