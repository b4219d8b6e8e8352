import { openServer, type Server } from '@tenantscope/testing';
import { type Kysely, Kysely as PlainKysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { createScopedKysely, createTenantRouter, type ScopedKysely } from 'scoped-kysely';
import { a, type DB, type Tables, tenancy } from '../../packages/scoped-kysely/test/support/schema.ts';
import { median, type Side, takeTurns } from './rounds.ts';

const connections = 4;
const requests = 240;
const rounds = 60;
const warmUp = 6;

const schemaSql = `
  create table customers (tenant_id text not null, id int not null, name text not null, country text, primary key (tenant_id, id));
  create table orders (tenant_id text not null, id int not null, customer_id int, status text not null, total int not null, primary key (tenant_id, id));
  insert into customers select t, i, 'customer ' || i, 'de' from unnest(array['a', 'b', 'c']) as t, generate_series(1, 1000) as i;
  insert into orders select t, i, 1 + i % 1000, case when i % 7 = 0 then 'open' else 'done' end, i from unnest(array['a', 'b', 'c']) as t, generate_series(1, 10000) as i;
  analyze;`;

/** One request's query, by its number. */
type Request<Db> = (db: Db, i: number) => Promise<unknown>;

const scopedRequests: readonly Request<ScopedKysely<DB>>[] = [
  (db, i) => db.selectFrom('orders').select(['id', 'status', 'total']).where('id', '=', i).execute(),
  (db, i) => db.selectFrom('orders').innerJoin('customers', 'customers.id', 'orders.customer_id').select(['orders.id', 'customers.name']).where('orders.id', '>', i).orderBy('orders.id').limit(20).execute(),
  (db, i) => db.selectFrom('customers').select('name').where('id', '=', 1 + (i % 1000)).execute(),
  (db, i) => db.updateTable('orders').set({ total: i }).where('id', '=', i).execute(),
];

const handRequests: readonly Request<Kysely<Tables>>[] = [
  (db, i) => db.selectFrom('orders').select(['id', 'status', 'total']).where('orders.tenant_id', '=', 'a').where('id', '=', i).execute(),
  (db, i) =>
    db
      .selectFrom('orders')
      .innerJoin('customers', 'customers.id', 'orders.customer_id')
      .select(['orders.id', 'customers.name'])
      .where('orders.tenant_id', '=', 'a')
      .where('customers.tenant_id', '=', 'a')
      .where('orders.id', '>', i)
      .orderBy('orders.id')
      .limit(20)
      .execute(),
  (db, i) => db.selectFrom('customers').select('name').where('customers.tenant_id', '=', 'a').where('id', '=', 1 + (i % 1000)).execute(),
  (db, i) => db.updateTable('orders').set({ total: i }).where('orders.tenant_id', '=', 'a').where('id', '=', i).execute(),
];

/** As many requests at once as there are connections. */
const served =
  (serve: (i: number) => Promise<unknown>): Side =>
  async () => {
    let next = 1;
    const work = async (): Promise<void> => {
      while (next <= requests) {
        const i = next;
        next += 1;
        await serve(i);
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
  };

const pick = <Db>(list: readonly Request<Db>[], db: Db, i: number): Promise<unknown> => list[i % list.length]?.(db, i) ?? Promise.reject(new Error('no request'));

interface Rivals {
  readonly name: string;
  readonly least: number;
  readonly ours: Side;
  readonly byHand: Side;
}

const compare = async ({ name, least, ours, byHand }: Rivals): Promise<void> => {
  await takeTurns([ours, byHand], warmUp);
  const [mine = 0, hand = 0] = (await takeTurns([ours, byHand], rounds)).map(median);
  const perSecond = (milliseconds: number): string => ((requests * 1000) / milliseconds).toFixed(0);
  console.log(`throughput, ${name}: ours ${perSecond(mine)} queries/s, by hand ${perSecond(hand)}, ratio ${(hand / mine).toFixed(2)} (≥ ${least})`);
};

const poolOf = (server: Server, options?: string): pg.Pool => new pg.Pool({ connectionString: server.url(), max: connections, ...(options !== undefined && { options }) });

/** Both tell the database the tenant with each transaction. */
const compareTransactions = async (server: Server, plain: Kysely<Tables>): Promise<void> => {
  const scoped = createScopedKysely<DB>({ dialect: new PostgresDialect({ pool: poolOf(server) }), tenancy });
  const byHand = (i: number): Promise<unknown> =>
    plain.transaction().execute(async (trx) => {
      await sql`select set_config('app.current_tenant', ${'a'}, true)`.execute(trx);
      return pick(handRequests, trx, i);
    });
  await compare({ name: 'a transaction that carries the tenant', least: 0.97, ours: served((i) => pick(scopedRequests, scoped.forTenant(a), i)), byHand: served(byHand) });
  await scoped.destroy();
};

/** The connection carries the tenant: no transaction is needed. */
const compareDedicated = async (server: Server, plain: Kysely<Tables>): Promise<void> => {
  const router = createTenantRouter({
    registry: { resolve: () => ({ database: 'main', region: 'eu', version: 1, dedicated: true }) },
    regions: ['eu'],
    connect: ({ startup }) => new PostgresDialect({ pool: poolOf(server, startup) }),
  });
  const scoped = createScopedKysely<DB>({ router, tenancy });
  await compare({ name: "a dedicated tenant's connections", least: 0.99, ours: served((i) => pick(scopedRequests, scoped.forTenant(a), i)), byHand: served((i) => pick(handRequests, plain, i)) });
  await scoped.destroy();
};

/** Queries a second on a real server, ours against plain Kysely that does the same by hand. */
export const benchThroughput = async (): Promise<void> => {
  const server = await openServer();
  try {
    await server.exec(schemaSql);
    const plain = new PlainKysely<Tables>({ dialect: new PostgresDialect({ pool: poolOf(server) }) });
    await compareTransactions(server, plain);
    await compareDedicated(server, plain);
    await plain.destroy();
  } finally {
    await server.close();
  }
};
