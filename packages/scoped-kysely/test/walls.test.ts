import { CompiledQuery, Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createScopedKysely, defineTenancy, owned, type ScopedKysely, type ScopedKyselyError } from 'scoped-kysely';
import { a, b, type DB, printing, tenancy } from './support/schema.ts';

const scoped = createScopedKysely({ dialect: printing, tenancy });
const db = scoped.forTenant(a);

const refused = async (run: () => unknown): Promise<unknown> => {
  try {
    await run();
    return 'it ran';
  } catch (error) {
    return (error as Partial<ScopedKyselyError>).code ?? error;
  }
};

/** The handle as code sees it that casts its types away. */
const bare = (handle: unknown): Kysely<DB> => handle as Kysely<DB>;

describe('what is no part of a handle', () => {
  it.each(['schema', 'introspection', 'dynamic', 'withPlugin', 'withoutPlugins', 'withSchema', 'withTables', '$extendTables', 'replaceInto', 'destroy', 'forTenant'])('%s does not exist at run time', (name) => {
    expect((db as unknown as Record<string, unknown>)[name]).toBeUndefined();
    expect((scoped as unknown as Record<string, unknown>)[name] === undefined).toBe(name !== 'destroy' && name !== 'forTenant');
  });

  it('the instance has no query methods', () => {
    for (const name of ['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'with', 'executeQuery', 'getExecutor', 'transaction', 'connection']) expect((scoped as unknown as Record<string, unknown>)[name]).toBeUndefined();
  });
});

describe('the connection wall', () => {
  const raw = CompiledQuery.raw('select * from orders');

  it.each<readonly [string, string, () => unknown]>([
    ['a whole raw statement', 'RAW_STATEMENT', () => sql`select * from orders`.execute(bare(db))],
    ['CompiledQuery.raw', 'UNSTAMPED_QUERY', () => db.executeQuery(raw)],
    ['a copy of a compiled query', 'UNSTAMPED_QUERY', () => db.executeQuery({ ...db.selectFrom('orders').selectAll().compile() })],
    ['a copy with other SQL', 'UNSTAMPED_QUERY', () => db.executeQuery({ ...db.selectFrom('orders').selectAll().compile(), sql: 'select * from orders' })],
    ['a query of a plain Kysely', 'UNSTAMPED_QUERY', () => db.executeQuery(new Kysely<DB>({ dialect: printing }).selectFrom('orders').selectAll().compile())],
    ['an object that compiles to something else', 'UNSTAMPED_QUERY', () => db.executeQuery({ compile: () => raw })],
    ['a query compiled for another tenant (L06, L07, L33, L36)', 'FOREIGN_QUERY', () => scoped.forTenant(b).executeQuery(db.selectFrom('orders').selectAll().compile())],
    ['a query compiled by another instance', 'FOREIGN_QUERY', () => createScopedKysely({ dialect: printing, tenancy }).forTenant(a).executeQuery(db.selectFrom('orders').selectAll().compile())],
    ['a sub-query of another tenant', 'FOREIGN_QUERY', () => db.selectFrom('orders').selectAll().where('id', 'in', scoped.forTenant(b).selectFrom('orders').select('id')).execute()],
    ['a union with another tenant', 'FOREIGN_QUERY', () => db.selectFrom('orders').select('id').union(scoped.forTenant(b).selectFrom('orders').select('id')).execute()],
    ['a plugin that answers with another kind', 'plugin', () => db.selectFrom('orders').selectAll().withPlugin({ transformQuery: () => sql`select 1`.toOperationNode(), transformResult: ({ result }) => Promise.resolve(result) }).execute()],
  ])('refuses %s', async (_, code, run) => {
    const outcome = await refused(run);
    if (code === 'plugin') expect(String(outcome)).toContain('must return a node');
    else expect(outcome).toBe(code);
  });

  it('has a stamp that nobody can put on or read', async () => {
    const compiled = db.selectFrom('orders').select('id').compile();
    const Stamped = compiled.constructor as unknown as Record<string, unknown> & (new (...args: readonly unknown[]) => never);
    expect(Object.getOwnPropertyNames(Stamped).filter((name) => !['length', 'name', 'prototype'].includes(name))).toEqual([]);
    expect(() => new Stamped(Symbol('stamp'), { ...compiled, sql: 'select 1' }, {})).toThrow(expect.objectContaining({ code: 'UNSTAMPED_QUERY' }) as Error);
    expect(await refused(() => db.executeQuery(Object.assign(Object.create(Object.getPrototypeOf(compiled) as object) as object, { ...compiled, sql: 'select 1' }) as never))).toBe('UNSTAMPED_QUERY');
  });

  it('lets a tenant run again what it compiled', async () => {
    const compiled = db.selectFrom('orders').selectAll().compile();
    expect(await refused(() => db.executeQuery(compiled))).toBe('it ran');
    expect(await refused(() => scoped.forTenant(a).executeQuery(compiled))).toBe('it ran');
  });

  it('compiles what cannot be changed', () => {
    const compiled = db.selectFrom('orders').selectAll().where('id', '=', 1).compile();
    expect(() => {
      (compiled.parameters as unknown[])[0] = 'b';
    }).toThrow(TypeError);
    expect(() => {
      (compiled as { sql: string }).sql = 'select 1';
    }).toThrow(TypeError);
  });
});

describe('the compiler wall', () => {
  it('forgets nothing and remembers nothing after a query that it refused', () => {
    expect(() => db.with('orders', (qc) => qc.selectFrom('customers').selectAll()).selectFrom('orders').selectAll().compile()).toThrow(/named like the table orders/);
    expect(db.selectFrom('orders').selectAll().compile().sql).toBe('select * from "orders" where "orders"."tenant_id" = $1');
  });

  it('scopes a nested builder once, wherever it was made', () => {
    const inner = db.selectFrom('customers').select('id');
    expect(db.selectFrom('orders').selectAll().where('customer_id', 'in', inner).compile().sql).toBe(
      'select * from "orders" where "orders"."tenant_id" = $1 and ("customer_id" in (select "id" from "customers" where "customers"."tenant_id" = $2))',
    );
  });

  it('uses the tenant of the handle, not the first one (L31, L46)', () => {
    for (const [tenant, value] of [[a, 'a'], [b, 'b'], [a, 'a']] as const) expect(scoped.forTenant(tenant).selectFrom('orders').selectAll().compile().parameters).toEqual([value]);
  });

  it('refuses a node that answers differently when it is read again', () => {
    let reads = 0;
    const shifty = {
      kind: 'TableNode',
      get table() {
        reads++;
        return { kind: 'SchemableIdentifierNode', identifier: { kind: 'IdentifierNode', name: reads > 1 ? 'audit_log' : 'orders' } };
      },
    };
    const query = db.selectFrom({ isAliasedDynamicTableBuilder: true, toOperationNode: () => shifty } as never);
    expect(query.selectAll().compile().sql).not.toContain('audit_log');
  });

  it('refuses a field that it does not know', () => {
    const odd = { toOperationNode: () => ({ kind: 'TupleNode', values: [], comment: '*/ union select' }), isExpression: true, expressionType: undefined };
    expect(() => db.selectFrom('orders').selectAll().where('id', '=', odd as never).compile()).toThrow(/TupleNode\.comment is not known to be safe/);
  });

  it('names the nearest table and the call', () => {
    expect(() => (db as ScopedKysely<never>).selectFrom('order' as never).selectAll().compile()).toThrow(/the table order is not declared in the tenancy: did you mean "orders"\? \(called at .*walls\.test\.ts:\d+:\d+\)/);
  });

  it('refuses a table that the tenancy does not know (L08, L60), and a tenancy that contradicts itself', () => {
    const small = defineTenancy<Pick<DB, 'orders'>>()({ column: 'tenant_id', tables: { orders: owned() } });
    expect(() => createScopedKysely({ dialect: printing, tenancy: small }).forTenant(a).selectFrom('customers' as never).selectAll().compile()).toThrow(/customers is not declared/);
    expect(() => defineTenancy<DB>()({ column: 'tenant_id', tables: { ...tenancy.tables, order_items: { kind: 'via', parent: 'order', column: 'order_id', key: 'id' } } as never })).toThrow(/did you mean "orders"/);
    expect(() => defineTenancy<DB>()({ column: 'tenant_id', tables: { ...tenancy.tables, order_items: { kind: 'via', parent: 'countries', column: 'order_id', key: 'id' } } as never })).toThrow(/belongs to no tenant/);
    expect(() => defineTenancy<DB>()({ column: 'tenant_id', tables: { ...tenancy.tables, order_items: { kind: 'via', parent: 'order_items', column: 'order_id', key: 'id' } } as never })).toThrow(/owned via itself/);
    expect(() => defineTenancy<DB>()({ column: '', tables: tenancy.tables as never })).toThrow(/name of the tenant column/);
    expect(() => defineTenancy<DB>()({ column: 'tenant_id', tables: tenancy.tables as never, functions: ['f(x)'] })).toThrow(/no name of a function/);
  });
});

describe('without a tenant', () => {
  const prototype = Object.getPrototypeOf(a) as object;

  it.each<readonly [string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty string', ''],
    ['a string', 'a'],
    ['a number', 1],
    ['an empty array', []],
    ['an array', ['a']],
    ['an object', {}],
    ['an object with a value', { value: 'a' }],
    ['an object with its prototype', Object.create(prototype)],
    ['an object with its prototype and a value', Object.create(prototype, { value: { value: 'b' } })],
    ['a proxy of a tenant', new Proxy(a, {})],
  ])('no handle exists (L09): %s', (_, tenant) => {
    expect(() => scoped.forTenant(tenant as never)).toThrow(expect.objectContaining({ code: 'TENANT_ID' }) as Error);
  });

  it('nobody makes a TenantId by its constructor', () => {
    const { constructor } = Object.getPrototypeOf(a) as { readonly constructor: new (...args: readonly unknown[]) => never };
    expect(() => new constructor('b')).toThrow(expect.objectContaining({ code: 'TENANT_ID' }) as Error);
    expect(() => new constructor(Symbol('mint'), 'b', { kind: 'token' })).toThrow(expect.objectContaining({ code: 'TENANT_ID' }) as Error);
    expect(() => Object.assign(a, { value: 'b' })).toThrow(TypeError);
  });
});
