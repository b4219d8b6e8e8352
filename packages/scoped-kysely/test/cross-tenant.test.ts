import { DummyDriver, expressionBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createScopedKysely, type CrossTenantEvent } from 'scoped-kysely';
import { a, dialectWith, printing, tenancy } from './support/schema.ts';

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

const declaration = { reason: 'monthly invoices', ticket: 'OPS-12', actor: 'billing-job', tables: ['orders', 'audit_log'] } as const;

/** What happens, in its order: `event …`, `sent …`. */
const open = (sink?: (event: CrossTenantEvent) => void | Promise<void>) => {
  const log: string[] = [];
  class Listening extends DummyDriver {
    override acquireConnection = () =>
      Promise.resolve({
        executeQuery: ({ sql: text }: { readonly sql: string }) => {
          log.push(`sent ${text}`);
          return Promise.resolve({ rows: [] });
        },
        streamQuery: () => {
          throw new Error('not used');
        },
      } as never);
  }
  const dialect = dialectWith(() => new Listening());
  const record = (event: CrossTenantEvent): void => {
    log.push(`event ${event.ticket} ${event.sql}`);
  };
  return { log, scoped: createScopedKysely({ dialect, tenancy, escape: { sink: sink ?? record } }) };
};

describe('crossTenant', () => {
  it('tells the sink before the query runs', async () => {
    const { log, scoped } = open();
    await scoped.crossTenant(declaration).selectFrom('orders').select('id').execute();
    expect(log).toEqual(['event OPS-12 select "id" from "orders"', 'sent select "id" from "orders"']);
  });

  it('reaches admin tables and writes, with joins and raw statements', async () => {
    const { log, scoped } = open();
    const db = scoped.crossTenant(declaration);
    await db.deleteFrom('audit_log').where('id', '<', 10).execute();
    await db.raw(sql`select tenant_id, count(*) from orders group by ${sql.ref('tenant_id')}`);
    await db.raw(sql`insert into audit_log (tenant_id, what) values (${'a'}, ${'x'})`);
    expect(log.filter((line) => line.startsWith('sent')).slice(0, 2)).toEqual(['sent delete from "audit_log" where "id" < $1', 'sent select tenant_id, count(*) from orders group by "tenant_id"']);
  });

  it('is held to its tables', async () => {
    const { log, scoped } = open();
    const db = scoped.crossTenant(declaration);
    await expect(db.selectFrom('customers' as never).selectAll().execute()).rejects.toThrow(code('ESCAPE'));
    await expect(db.selectFrom('orders').selectAll().where('id', 'in', (eb) => eb.selectFrom('customers' as never).select('id' as never)).execute()).rejects.toThrow(/customers is not among the tables/);
    await expect(db.raw(sql`select * from Customers`)).rejects.toThrow(code('ESCAPE'));
    await expect(db.raw(sql`select * from orders, "customers"`)).rejects.toThrow(code('ESCAPE'));
    await expect(db.raw(sql`select * from ${sql.table('customers')}`)).rejects.toThrow(code('ESCAPE'));
    await expect(db.raw(sql`select * from ${expressionBuilder<never>().parens(sql`select * from customers` as never)} as x`)).rejects.toThrow(code('RAW_FRAGMENT'));
    await expect(db.raw(sql`select ${expressionBuilder<never>().fn('query_to_xml', [])}`)).rejects.toThrow(code('FUNCTION'));
    await expect(db.raw(sql`select query_to_xml('select * from customers', true, true, '')`)).rejects.toThrow(code('FUNCTION'));
    await expect(db.raw(sql`select * from U&"cust\\006Fmers"`)).rejects.toThrow(code('RAW_FRAGMENT'));
    await expect(db.raw(sql`set session authorization default`)).rejects.toThrow(code('ESCAPE'));
    await expect(db.raw(sql`select 1; drop table orders`)).rejects.toThrow(code('RAW_FRAGMENT'));
    await expect(db.raw(sql`select 1 -- from orders`)).rejects.toThrow(code('RAW_FRAGMENT'));
    expect(log).toEqual([]);
  });

  it.each([{ reason: '' }, { reason: undefined }, { ticket: ' ' }, { actor: 3 }, { tables: [] }, { tables: undefined }])('is refused without its declaration: %j', (part) => {
    expect(() => open().scoped.crossTenant({ ...declaration, ...part } as never)).toThrow(code('ESCAPE'));
  });

  it('refuses an unknown table and names the nearest', () => {
    expect(() => open().scoped.crossTenant({ ...declaration, tables: ['order' as never] })).toThrow(/did you mean "orders"/);
  });

  it.each([
    ['throws', () => { throw new Error('disk full'); }],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('does not run when the sink %s', async (_, sink) => {
    const { log, scoped } = open(sink);
    const run = scoped.crossTenant(declaration).selectFrom('orders').selectAll().execute();
    await expect(run).rejects.toThrow(code('ESCAPE_SINK'));
    await expect(run).rejects.toThrow(expect.objectContaining({ cause: expect.objectContaining({ message: 'disk full' }) as unknown }) as Error);
    expect(log).toEqual([]);
  });

  it('does not exist without a sink', () => {
    expect(() => createScopedKysely({ dialect: printing, tenancy }).crossTenant(declaration)).toThrow(/needs a sink/);
  });

  it('does not mix with a tenant\'s queries', async () => {
    const { scoped } = open();
    const wide = scoped.crossTenant(declaration).selectFrom('orders').selectAll();
    await expect(scoped.forTenant(a).executeQuery(wide.compile() as never)).rejects.toThrow(code('FOREIGN_QUERY'));
    await expect(scoped.forTenant(a).selectFrom('orders').selectAll().where('id', 'in', wide.clearSelect().select('id') as never).execute()).rejects.toThrow(code('FOREIGN_QUERY'));
    await expect(scoped.crossTenant(declaration).selectFrom('orders').selectAll().where('id', 'in', scoped.forTenant(a).selectFrom('orders').select('id') as never).execute()).rejects.toThrow(code('FOREIGN_QUERY'));
  });

  it('changes what it declared for nobody else', () => {
    const tables: string[] = ['orders'];
    const { scoped } = open();
    const db = scoped.crossTenant({ ...declaration, tables: tables as never });
    tables.push('customers');
    expect(() => db.selectFrom('customers' as never).selectAll().compile()).toThrow(code('ESCAPE'));
  });
});
