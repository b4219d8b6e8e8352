import { type Kysely, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import { attack, shape, type Shape } from '../shape.ts';
import type { Tables } from '../tables.ts';

/** A plugin of the application that goes wrong: it drops every WHERE. */
const careless: KyselyPlugin = {
  transformQuery: ({ node }) => ({ ...node, where: undefined }) as unknown as RootOperationNode,
  transformResult: ({ result }) => Promise.resolve(result),
};

const select = (db: Kysely<Tables>) => db.selectFrom('orders').select(['id', 'total']);

/** Ways past a guard. */
export const escapes: readonly Shape[] = [
  shape('withoutPlugins', ({ db }) => select(db.withoutPlugins()).execute()),
  shape('withPlugin that drops WHERE', ({ db }) => select(db.withPlugin(careless)).execute()),
  shape('query.withPlugin that drops WHERE', ({ db }) => select(db).withPlugin(careless).execute()),
  attack('raw statement', ({ db }) => sql`select * from orders`.execute(db)),
  attack('raw statement, executeQuery', ({ db }) => db.executeQuery(sql`select * from orders`.compile(db))),
  attack('raw CTE', ({ db }) => db.with('x', () => sql<{ id: number }>`(select id from orders)`).selectFrom('x').select('id').execute()),
  attack('compiled query of another tenant', async ({ db, asOther }) => {
    const compiled = await asOther((other) => Promise.resolve(select(other).compile()));
    return (await db.executeQuery(compiled)).rows;
  }),
  attack('sub-query of another tenant', async ({ db, asOther }) => {
    const foreign = await asOther((other) => Promise.resolve(other.selectFrom('customers').select('customers.name').where('customers.id', '=', 7)));
    return db.selectFrom('orders').select(['id', foreign.as('name')]).execute();
  }),
  { ...attack('undefined tenant', ({ db }) => select(db).execute()), noTenant: true },
  attack('tenant_id = b in where', ({ db }) => select(db).where('tenant_id', '=', 'b').execute()),
  attack('function as table', ({ db }) => db.selectFrom(sql<{ id: number; total: number }>`latest_orders()`.as('o')).selectAll().execute()),
  attack('function as table, fn()', ({ db }) => db.selectFrom((eb) => eb.fn<{ id: number }>('query_to_xml', [eb.val('select * from orders'), eb.lit(true), eb.lit(false), eb.val('')]).as('x') as never).selectAll().execute()),
  attack('function in select', ({ db }) => db.selectFrom('countries').select(sql<string>`(latest_orders()).total`.as('total')).execute()),
  shape('sql.table', ({ db }) => db.selectFrom(sql.table('orders').as('o') as never).selectAll().execute()),
  attack('sql.id as a table', ({ db }) => db.selectFrom(sql`${sql.id('orders')}`.as('o') as never).selectAll().execute()),
  attack('modifyEnd with union', ({ db }) => db.selectFrom('orders').select('id').modifyEnd(sql`union all select id from orders`).execute()),
  attack('raw fragment that is not balanced', ({ db }) => select(db).where((eb) => eb.or([sql<boolean>`id = 1) or (true`, eb.lit(false)])).execute()),
  attack('comment in a raw fragment', ({ db }) => select(db).where(sql<boolean>`true or true --`).execute()),
  attack('select in a raw fragment', ({ db }) => db.selectFrom('countries').select(sql<string>`(select string_agg(name, ',') from customers)`.as('names')).execute()),
];
