import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare, confirm, type Observer, type Row, trialOf, type World } from '../src/index.ts';
import { observe, statementOf } from './open.ts';

const schema = `create table tenants (id uuid primary key);
create table o (id int primary key, t uuid not null references tenants (id), a int);
create table c (id int primary key, t uuid not null references tenants (id), oid int references o (id));
create table numbered (id serial primary key, t uuid not null references tenants (id))`;

const [own, stranger] = ['aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'] as const;

const row = (owner: Row['owner'], ...cells: readonly (string | null)[]): Row => ({ owner, cells });
const mine = (id: number, last: string | null = null): Row => row('own', String(id), own, last);
const others = (id: number, last: string | null = null): Row => row('foreign', String(id), stranger, last);

const worldOf = (tables: Readonly<Record<string, readonly Row[]>>): World => new Map([['public.tenants', [row('own', own), row('foreign', stranger)]], ...Object.entries(tables).map(([name, rows]) => [`public.${name}`, rows] as const)]);

let observer: Observer;

beforeAll(async () => {
  observer = await observe(schema, { tenant: { column: 't', root: 'tenants.id' } });
}, 60_000);

afterAll(() => observer.close());

const interferenceOf = async (sql: string, one: World, two: World) => {
  const trial = trialOf(statementOf(sql), sql, () => own);
  const [a] = await observer.observe([trial], one);
  const [b] = await observer.observe([trial], two);
  if (a?.status !== 'ok' || b?.status !== 'ok') throw new Error(`it does not run: ${JSON.stringify([a, b])}`);
  return compare(a, b) && confirm(observer, trial, { one, two });
};

const bare = worldOf({ o: [mine(1, '5')] });
const crowded = worldOf({ o: [mine(1, '5'), others(2, '5')] });

describe('what counts as interference', () => {
  it.each([
    ['a result that shows a stranger’s row', 'select id from o', 'the result depends on rows of other tenants'],
    ['a count', 'select count(*) from o where a = 5', 'the result depends on rows of other tenants'],
    ['a stranger’s row that is changed', 'update o set a = 6', 'rows of other tenants changed'],
    ['a stranger’s row that is written as it was', 'update o set a = a', 'rows of other tenants changed'],
    ['an own row that becomes what strangers have', 'update o set a = (select count(*) from o) where t = $1', 'the effect on the tenant’s rows depends on rows of other tenants'],
    ['a reference to a stranger’s row', 'insert into c (id, t, oid) select 1, $1, max(id) from o', 'rows of the tenant were made to refer to rows of other tenants'],
    ['a row that is given away', `insert into o values (7, '${stranger}', 1)`, 'rows of other tenants changed'],
  ])('%s', async (_, sql, kind) => {
    expect(await interferenceOf(sql, bare, crowded)).toBe(kind);
  });

  it.each([
    ['the tenant’s own rows', 'select * from o where t = $1'],
    ['a row that is picked by where it lies', 'select id from o where t = $1 limit 1'],
    ['the clock', 'select clock_timestamp()::text from o where t = $1'],
    ['a sequence', 'insert into numbered (t) values ($1) returning id'],
    ['a key that a stranger has', "insert into o values (2, $1, 1) on conflict do nothing returning 'made'"],
    ['a key that a stranger has, of several', 'insert into o select 2, $1, a from o where t = $1 on conflict (id) do nothing'],
  ])('not %s', async (_, sql) => {
    const two = worldOf({ o: [mine(1, '5'), mine(3, '6'), others(2, '5')] });
    expect(await interferenceOf(sql, worldOf({ o: [mine(1, '5'), mine(3, '6')] }), two)).toBeUndefined();
  });

  it('does count what an upsert does with a stranger’s row', async () => {
    expect(await interferenceOf('insert into o values (2, $1, 1) on conflict (id) do update set a = 9', bare, crowded)).toBe('rows of other tenants changed');
  });
});
