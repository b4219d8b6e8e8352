import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cluesOf, type Observer, pairFor, valuesFor, type WorldPair } from '../src/index.ts';
import { observe, statementOf } from './open.ts';

/** What real schemas ask of rows: tenants that refer to shared tables, unique texts, checks. */
const schema = `
create table countries (code char(2) primary key check (code = upper(code)), zone text check (zone in ('inside', 'outside')));
create table tenants (id uuid primary key, slug text not null unique, country char(2) not null references countries (code));
create table users (id uuid primary key, tenant_id uuid not null references tenants (id), email text not null check (email like '%@%.%'),
  role text not null check (role in ('owner', 'it''s a member')));
create table orders (id uuid primary key, tenant_id uuid not null references tenants (id), by_user uuid not null references users (id), number text not null unique,
  quantity integer not null check (quantity between 100 and 103));`;

const seeds = Array.from({ length: 30 }, (_, i) => i + 1);

let observer: Observer;
let pairs: readonly WorldPair[];

beforeAll(async () => {
  observer = await observe(schema, { tenant: { column: 'tenant_id', root: 'tenants.id' }, tables: { shared: ['countries'] } });
  const made = [];
  for (const seed of seeds) made.push(await pairFor(observer, seed));
  pairs = made.filter((p) => p !== undefined);
}, 120_000);

afterAll(() => observer.close());

const rowsIn = ({ one, two }: WorldPair, key: string) => [...(one.get(key) ?? []), ...(two.get(key) ?? [])];

const ownRows = ({ one, two }: WorldPair): readonly (readonly string[])[] => [one, two].map((w) => [...w].flatMap(([key, rows]) => rows.filter((r) => r.owner !== 'foreign').map((r) => `${key} ${r.cells.join(' ')}`)));

describe('pairs of databases', () => {
  it('are found for every seed', () => {
    expect(pairs).toHaveLength(seeds.length);
  });

  it('agree on the tenant’s rows and on shared ones', () => {
    for (const pair of pairs) {
      const [one, two] = ownRows(pair);
      expect(one).toEqual(two);
    }
  });

  it.each(['public.tenants', 'public.users', 'public.orders'])('have rows of the tenant and of strangers in %s', (key) => {
    const peopled = pairs.filter((p) => new Set(rowsIn(p, key).map((r) => r.owner)).size === 2);
    expect(peopled.length).toBeGreaterThan(pairs.length / 2);
  });

  it('are empty of strangers, and crowded with them', () => {
    const strangers = pairs.map((p) => (p.one.get('public.orders') ?? []).filter((r) => r.owner === 'foreign').length);
    expect(Math.min(...strangers)).toBe(0);
    expect(Math.max(...strangers)).toBeGreaterThan(3);
  });

  it('are made again of the same seed', async () => {
    expect(await pairFor(observer, 5)).toEqual(pairs[4]);
  });
});

describe('values that checks ask for', () => {
  const valuesOf = (table: string, column: string): readonly string[] | null | undefined => observer.catalog.tables.find((t) => t.name === table)?.columns.find((c) => c.name === column)?.values;

  it.each([
    ['users', 'role', ['owner', "it's a member"]],
    ['orders', 'quantity', ['100', '101', '102', '103']],
    ['countries', 'zone', ['inside', 'outside']],
  ])('%s.%s', (table, column, values) => {
    expect([...(valuesOf(table, column) ?? [])].sort()).toEqual([...values].sort());
  });

  it('are tried, not guessed', () => {
    expect(valuesOf('users', 'email')).toContain('a@b.cd');
    expect(valuesOf('users', 'email')).not.toContain('open');
    expect(valuesOf('tenants', 'slug')).toBeNull();
  });
});

describe('values of parameters', () => {
  const trusted = [{ key: '$1', nullable: false }];

  const valuesOf = async (sql: string, key: string, tenants: typeof trusted = trusted) => {
    const types = await observer.parameterTypes(sql);
    return pairs.map((pair, i) => ({ pair, value: valuesFor(observer, tenants, types, cluesOf(statementOf(sql)), pair, i)(key) }));
  };

  it.each([
    ['compared', 'select * from orders where tenant_id = $1 and by_user = $2'],
    ['in a list', 'delete from orders where by_user in ($2)'],
    ['written', 'update orders set by_user = $2 where tenant_id = $1'],
    ['inserted', "insert into orders (id, by_user, tenant_id, number, quantity) values (gen_random_uuid(), $2, $1, 'n', 101)"],
  ])('are mostly those of the column: %s', async (_, sql) => {
    const values = await valuesOf(sql, '$2');
    const full = values.filter(({ pair }) => rowsIn(pair, 'public.orders').length > 0);
    const met = full.filter(({ pair, value }) => rowsIn(pair, 'public.orders').some((r) => r.cells[2] === value));
    expect(met.length).toBeGreaterThan(full.length / 2);
  });

  it('are arrays of them for an array', async () => {
    const values = await valuesOf('select * from orders where by_user = any($2) and tenant_id = any($1)', '$2');
    expect(values.every(({ value }) => value === null || /^\{.*\}$/.test(value))).toBe(true);
    expect(values.some(({ pair, value }) => rowsIn(pair, 'public.orders').some((r) => value?.includes(r.cells[2] ?? '-') === true))).toBe(true);
  });

  it('are the tenant, and nobody where the tenant may be missing', async () => {
    const sql = 'select * from orders where tenant_id = $1';
    const { own } = observer.tenants('uuid');
    expect(new Set((await valuesOf(sql, '$1')).map((v) => v.value))).toEqual(new Set([own]));
    expect(new Set((await valuesOf(sql, '$1', [{ key: '$1', nullable: true }])).map((v) => v.value))).toEqual(new Set([own, null]));
  });
});
