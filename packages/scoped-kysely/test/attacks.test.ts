import { expressionBuilder, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScopedKysely, type ScopedKyselyError } from 'scoped-kysely';
import { appPool, openDatabase } from './support/pool.ts';
import { a, b, type DB, tenancy } from './support/schema.ts';
import { openWorldServer, type WorldServer } from './support/world-server.ts';
import { type Program, rowsOfA, rowsOfB, type World } from './support/worlds.ts';

// What was once found by attacking the package: each program showed or changed another tenant's row.

let worlds: WorldServer;
let both: World;
let alone: World;

/** An undeclared schema, and functions of the application's own that read everything. */
const also = `create schema other; create table other.orders (id int, what text); insert into other.orders values (1, 'other');
  create function day(text) returns bigint language sql as 'select count(*) from orders'; create function "over"(int) returns bigint language sql as 'select count(*) from orders'; create function day(int) returns bigint language sql as 'select count(*) from orders'; create function "is"(int) returns bigint language sql as 'select count(*) from orders'; create function match(int) returns bigint language sql as 'select count(*) from orders'`;

beforeAll(async () => {
  worlds = await openWorldServer();
  both = await worlds.world('both_worlds', rowsOfA + rowsOfB, { also });
  alone = await worlds.world('alone', rowsOfA, { also });
  await openDatabase(worlds.server, 'app_db');
});

afterAll(async () => {
  await worlds.close();
});

/** Kysely's builders without their types. */
type Loose = ((...args: readonly unknown[]) => Loose) & { readonly [Method in 'selectFrom' | 'select' | 'updateTable' | 'set' | 'modifyEnd' | 'execute' | 'neg' | 'lit' | 'as' | 'selectNoFrom' | 'ref' | 'parens' | 'insertInto' | 'values']: Loose };

const loose = (program: (db: Loose) => unknown): Program => program as unknown as Program;

type Node = Readonly<Record<string, unknown>>;

/** Puts nodes into a query as a plugin can. */
const forge = (change: (node: Node) => Node): KyselyPlugin => ({ transformQuery: ({ node }) => change(node as unknown as Node) as unknown as RootOperationNode, transformResult: ({ result }) => Promise.resolve(result) });

const forged = (change: (node: Node) => Node): Program => (db) => db.selectFrom('orders').select('id').withPlugin(forge(change)).execute();

const identifier = (name: string): Node => ({ kind: 'IdentifierNode', name });
const table = (name: string): Node => ({ kind: 'TableNode', table: { kind: 'SchemableIdentifierNode', identifier: identifier(name) } });
const raw = (text: string, ...parameters: readonly Node[]): Node => ({ kind: 'RawNode', sqlFragments: parameters.length === 0 ? [text] : ['', text], parameters });
const one = sql`1`.toOperationNode() as unknown as Node;
const joined = (on: Node, joinType: unknown = 'InnerJoin'): ((node: Node) => Node) => (node) => ({ ...node, joins: [{ kind: 'JoinNode', joinType, table: { kind: 'AliasNode', node: table('customers'), alias: identifier('c') }, on: { kind: 'OnNode', on } }] });

/** Answers with each of the values in turn, then with the last. */
const shifting = <T>(...values: readonly T[]): (() => T) => {
  let reads = 0;
  return () => values[Math.min(reads++, values.length - 1)] as T;
};

describe.each<readonly [what: string, program: Program]>([
  ['a minus before an expression that begins with a negative literal', loose((db) => db.selectFrom('orders').select((eb: Loose) => [eb.neg(eb(eb.lit(-1), '+', sql.lit('\n orders from orders where $1::text is not null --'))).as('x')]).execute())],
  ['modifyEnd with an expression that is no fragment', loose((db) => db.updateTable('orders').set({ status: 'hacked' }).modifyEnd(expressionBuilder()(sql`or 1`, '=', sql`1`)).execute())],
  ['an ORDER BY that is no ORDER BY', (db) => db.updateTable('orders').set({ status: 'x' }).withPlugin(forge((node) => ({ ...node, orderBy: raw('or true') }))).execute()],
  ['a RETURNING that is none', (db) => db.updateTable('orders').set({ status: 'x' }).withPlugin(forge((node) => ({ ...node, returning: raw('or true') }))).execute()],
  ['the default of the tenant column', (db) => db.updateTable('customers').set({ name: 'x' }).withPlugin(forge((node) => ({ ...node, updates: [{ kind: 'ColumnUpdateNode', column: { kind: 'ColumnNode', column: identifier('tenant_id') }, value: { kind: 'DefaultInsertValueNode' } }] }))).execute()],
  ['SELECT INTO behind a number and a dot', loose((db) => db.selectFrom('orders').select(sql`1. into foo`.as('x')).execute())],
  ['SELECT INTO behind a name that is a dot', loose((db) => db.selectFrom('orders').select(sql`id "." into foo`.as('x')).execute())],
  ['a function whose name is a word of the grammar', (db) => db.selectFrom('orders').select(sql`day('x')`.as('x')).execute()],
  ['a function named like a clause', (db) => db.selectFrom('orders').select(sql`over(1)`.as('x')).execute()],
  ['a function whose name is a node', (db) => db.selectFrom('orders').select(sql`${sql.id('query_to_xml')}('select * from orders', true, true, '')`.as('x')).execute()],
  ['a function with the words of a fragment in between', (db) => db.selectFrom('orders').select(sql`query_to_xml${sql``}('select * from orders', true, true, '')`.as('x')).execute()],
  ['a session lock', (db) => db.selectNoFrom((eb) => eb.fn('pg_advisory_lock', [eb.val(1)]).as('x')).execute()],
  ['a type in the place of an expression', forged((node) => ({ ...node, from: undefined, selections: [{ kind: 'SelectionNode', selection: { kind: 'DataTypeNode', dataType: 'id from orders' } }] }))],
  ['a leg of a JSON path outside of one', forged((node) => ({ ...node, selections: [{ kind: 'SelectionNode', selection: { kind: 'JSONReferenceNode', reference: { kind: 'ColumnNode', column: identifier('id') }, traversal: { kind: 'JSONPathLegNode', type: 'ArrayLocation', value: '1] from orders --' } } }] }))],
  ['a position in a JSON path that is none', forged((node) => ({ ...node, selections: [{ kind: 'SelectionNode', selection: { kind: 'JSONReferenceNode', reference: { kind: 'ColumnNode', column: identifier('id') }, traversal: { kind: 'JSONPathNode', pathLegs: [{ kind: 'JSONPathLegNode', type: 'ArrayLocation', value: "0]' from orders --" }] } } }] }))],
  ['a list in ON', forged(joined({ kind: 'ListNode', items: [one, { kind: 'AliasNode', node: table('orders'), alias: identifier('leak') }] }))],
  ['a set operation in a direction', forged(joined({ kind: 'OrderByItemNode', orderBy: one, direction: { kind: 'SetOperationNode', operator: 'union', all: true, expression: raw('(select 0)') } }))],
  ['a set operation as a selection', forged((node) => ({ ...node, selections: [{ kind: 'SetOperationNode', operator: 'union', all: true, expression: { kind: 'SelectQueryNode', from: { kind: 'FromNode', froms: [table('orders')] } } }] }))],
  ['a list as a schema', forged((node) => ({ ...node, from: { kind: 'FromNode', froms: [{ kind: 'TableNode', table: { kind: 'SchemableIdentifierNode', schema: { kind: 'ListNode', items: [identifier('other')] }, identifier: identifier('orders') } }] } }))],
  ['an array with a map of its own', forged((node) => ({ ...node, selections: Object.assign([{ kind: 'SelectionNode', selection: one }], { map: () => [raw('orders from orders')] }) }))],
  ['a kind that changes', forged((node) => { const kind = shifting('SelectQueryNode', 'SelectQueryNode', 'SelectQueryNode', 'SelectQueryNode', 'TableNode'); return { ...node, from: { kind: 'FromNode', froms: [{ kind: 'AliasNode', node: { get kind() { return kind(); }, table: { kind: 'SchemableIdentifierNode', identifier: identifier('orders') } }, alias: identifier('o') }] } }; })],
  ['a kind of join that spells itself twice', forged((node) => { const spelling = shifting('LeftJoin', 'LeftJoin', 'RightJoin'); return joined(raw('true'), { toString: spelling })(node); })],
  ['a kind of join of every object', forged(joined(raw('true'), 'constructor'))],
  ['a column that changes its name', (db) => db.updateTable('projects').set({ title: 'b' }).withPlugin(forge((node) => { const name = shifting('title', 'title', 'org_id'); return { ...node, updates: [{ kind: 'ColumnUpdateNode', get column() { return { kind: 'ColumnNode', column: identifier(name()) }; }, value: { kind: 'ValueNode', value: 'b' } }] }; })).execute()],
  ['a parent that is another one when it is written', (db) => { const order = shifting('1', '502'); return db.insertInto('order_items').values({ order_id: { toPostgres: order } as never, line: 30, quantity: 1 }).execute(); }],
  ['a row under another parent by the places of its columns', (db) => db.insertInto('order_items').columns(['line', 'order_id', 'quantity']).expression(db.selectFrom((eb) => eb.selectFrom('orders').select([sql<number>`55`.as('x'), sql<number>`502`.as('y')]).limit(1).as('two')).selectAll('two').select((eb) => [eb.lit(1).as('one')]) as never).execute()],
  ['two nodes that make one number', (db) => db.selectFrom('orders').select('id').where(sql<boolean>`${1}${sql.lit(1)} = 1`).execute()],
  ['a name that PostgreSQL cuts', (db) => db.with(`${'orders'.padEnd(63, '_')}x`, (qc) => qc.selectFrom('customers').select('id')).selectFrom('orders').select('id').execute()],
  ['a function called by the parentheses of a tuple', (db) => db.selectNoFrom((eb) => sql`query_to_xml ${eb.tuple(sql`'select * from orders'` as never, sql`true` as never, sql`true` as never, sql`''` as never)}`.as('x')).execute()],
  ['a setting by the parentheses of a tuple', (db) => db.selectNoFrom((eb) => sql`set_config ${eb.tuple(sql`'app.current_tenant'` as never, sql`'b'` as never, sql`false` as never)}`.as('x')).execute()],
  ['a function called by a negative literal', (db) => db.selectNoFrom(sql`day ${sql.lit(-1)}`.as('x')).execute()],
  ['a function called behind a name', (db) => db.selectNoFrom((eb) => sql`${sql.id('day')}${eb.parens(eb.val('x') as never)}`.as('x')).execute()],
  ['an operator that is FROM', loose((db) => db.selectNoFrom((eb: Loose) => eb(eb.ref('id'), sql`from`, eb.ref('orders')).as('x')).execute())],
  ['an operator that is FROM in SET', loose((db) => db.updateTable('projects').set((eb: Loose) => ({ title: eb(eb.ref('customers.name'), sql`from`, eb.ref('customers')) })).execute())],
  ['FROM behind a text that reads distinct', loose((db) => db.selectNoFrom(sql`id, 'distinct' from orders`.as('x')).execute())],
  ['FROM behind an alias that reads distinct', loose((db) => db.selectNoFrom(sql`tenant_id as distinct from orders`.as('x')).execute())],
  ['FROM behind a number of two parts', loose((db) => db.selectNoFrom(sql`1_0. from orders`.as('x')).execute())],
  ['FROM behind a literal and a dot', loose((db) => db.selectNoFrom(sql`${sql.lit(1)}. from orders`.as('x')).execute())],
  ['a JSON operator that ends as a comment', (db) => db.updateTable('projects').set({ title: 'x' }).withPlugin(forge((node) => ({ ...node, updates: [{ kind: 'ColumnUpdateNode', column: { kind: 'ColumnNode', column: identifier('title') }, value: { kind: 'JSONReferenceNode', reference: raw("'x' || id -"), traversal: { kind: 'JSONOperatorChainNode', operator: { kind: 'OperatorNode', operator: '-' }, values: [{ kind: 'ValueNode', immediate: true, value: '\n where $1::text is not null --' }] } } }] }))).execute()],
  ['a JSON path behind the prefix of a text', forged((node) => ({ ...node, selections: [{ kind: 'SelectionNode', selection: { kind: 'JSONReferenceNode', reference: raw('e'), traversal: { kind: 'JSONPathNode', pathLegs: [{ kind: 'JSONPathLegNode', type: 'Member', value: "\\' from orders where $1::text is not null --" }] } } }] }))],
  ['a date that compiles another query while it is printed', (db) => {
    const dated = (text: () => string): Date => new (class extends Date { override toISOString = text; })();
    const inner = db.updateTable('projects').set({ title: sql.lit(dated(() => { throw new Error('half'); }) as never) as never });
    const outer = dated(() => { try { inner.compile(); } catch { /* as the attack does */ } return 'hacked'; });
    return db.selectNoFrom((eb) => eb.lit(1).as('one')).orderBy(sql.lit(outer as never)).execute();
  }],
  ['a function named like an operator, behind a keyword', (db) => db.selectFrom('orders').select(sql`case when true then is(1) end`.as('x')).execute()],
  ['an operator before parentheses and behind nothing', loose((db) => db.selectFrom('orders').select((eb: Loose) => eb(sql``, 'is', eb.parens(eb.lit(1))).as('x')).execute())],
  ['an operator that is no prefix', forged((node) => ({ ...node, selections: [{ kind: 'SelectionNode', selection: { kind: 'UnaryOperationNode', operator: { kind: 'OperatorNode', operator: 'match' }, operand: one } }] }))],
  ['a template that was read with another fragment inside', (db) => {
    const within = (inner: ReturnType<typeof sql>) => sql<boolean>`id > ${inner}`;
    db.selectFrom('orders').select('id').where(within(sql`${0}`)).compile();
    db.selectFrom('orders').select('id').where(within(sql`0 + ${0}`)).compile();
    return db.selectFrom('orders').select('id').where(within(sql`0) or (${0} = 0`)).execute();
  }],
  ['a cell that is two columns, beside one that is none', loose((db) => db.insertInto('orders').values({ id: sql`(row(950, 'b')).*`, tenant_id: 'a', status: sql`(row()).*` }).execute())],
  ['a child whose cells are more and fewer columns', loose((db) => db.insertInto('order_items').values({ line: sql`(row(56, 502)).*`, order_id: 1, quantity: sql`(row()).*` }).execute())],
  ['a cell in parentheses that is several columns', loose((db) => db.insertInto('orders').values({ id: expressionBuilder<never>().parens(sql`(row(951, 'b')).*` as never), tenant_id: 'a', status: sql`(row()).*` }).execute())],
  ['the tenant column given between others', loose((db) => db.insertInto('projects').values({ id: 960, org_id: 'a', title: 'x' }).execute())],
  ['a function behind a dot of a relation', loose((db) => db.selectFrom(sql`unnest(array['select to_tsvector(name) from customers'])`.as('x')).select('x.ts_stat').execute())],
  ['a function behind a dot of a value', loose((db) => db.selectNoFrom(sql`('select to_tsvector(name) from customers'::text).ts_stat`.as('x')).execute())],
  ['a function behind a dot, named by a node', loose((db) => db.selectNoFrom(sql`('select to_tsvector(name) from customers'::text).${sql.id('ts_stat')}`.as('x')).execute())],
  ['a frozen template whose text changes', (db) => {
    let text = 'id + 0';
    const texts = [''];
    Object.defineProperty(texts, 0, { get: () => text, enumerable: true });
    Object.freeze(texts);
    const query = () => db.selectFrom('orders').select((eb) => eb.fn('coalesce', [{ expressionType: undefined, toOperationNode: () => ({ kind: 'RawNode', sqlFragments: texts, parameters: [] }) } as never, eb.lit(0)]).as('x'));
    query().compile();
    text = "(select sum(total)::int from orders where tenant_id = 'b')";
    return query().execute();
  }],
  ['a fragment that ends in a dot', loose((db) => db.selectNoFrom((eb: Loose) => [eb.ref('o.id').as('id'), sql`${eb(eb.lit(1), '=', sql`"is".`)} is distinct from orders`.as('o'), sql`unnest(array[1])`.as('is')]).execute())],
  ['a schema before a function that is a node', loose((db) => db.selectNoFrom(sql`other.${expressionBuilder<never>().fn('upper', [])}`.as('x')).execute())],
  ['a child that is a fragment when it is read again', loose((db) => {
    const kind = shifting('ValueNode', 'RawNode');
    const child = { expressionType: undefined, toOperationNode: () => ({ get kind() { return kind(); }, sqlFragments: ['"is".'], parameters: [] }) };
    return db.selectNoFrom((eb: Loose) => [eb.ref('o.id').as('id'), sql`${child} is distinct from orders`.as('o'), sql`unnest(array[1])`.as('is')]).execute();
  })],
  ['a number that runs into a word', loose((db) => db.selectNoFrom(sql`1from orders`.as('x')).execute())],
  ['an ORDER BY of nothing', forged((node) => ({ ...node, orderBy: { kind: 'OrderByNode' } }))],
  ['a node without its parts', forged((node) => ({ ...node, from: { kind: 'FromNode', froms: [{ kind: 'TableNode' }] } }))],
  ['a function without a name', forged((node) => ({ ...node, selections: [{ kind: 'SelectionNode', selection: { kind: 'FunctionNode', arguments: [] } }] }))],
  ['a query that is nested without end', forged((node) => { let deep: Node = one; for (let i = 0; i < 50_000; i++) deep = { kind: 'ParensNode', node: deep }; return { ...node, where: { kind: 'WhereNode', where: deep } }; })],
])('%s', (_, program) => {
  it('changes nothing and shows nothing', async () => {
    const [beside, without] = [await both.run(program), await alone.run(program)];
    expect(beside.result).toBe(without.result);
    expect(beside.own).toBe(without.own);
    expect(beside.othersChanged).toBe(false);
    const { error } = beside;
    // PostgreSQL's own refusal, or ours by a documented code; no other kind of crash.
    if (error !== undefined) expect((error as Partial<ScopedKyselyError>).code).toMatch(/^[A-Z_]+$|^[0-9A-Z]{5}$/);
  });
});

describe('a statement that nobody waits for', () => {
  it('is over before the connection goes to the next tenant', async () => {
    const { dialect, sent } = appPool(worlds.url('app_db', 'app'), 1);
    const scoped = createScopedKysely<DB>({ dialect, tenancy });
    for (let i = 0; i < 20; i++) {
      sent.length = 0;
      const first = scoped.forTenant(a).connection().execute((c) => {
        c.selectFrom('orders').select('id').execute().catch(() => undefined);
        return Promise.resolve();
      });
      const second = scoped.forTenant(b).transaction().execute(async (trx) => {
        await trx.insertInto('customers').values({ id: 900, name: 'x' }).execute();
        throw new Error('b rolls back');
      });
      await first;
      await expect(second).rejects.toThrow('b rolls back');
      const [begin] = sent.map((text, at) => (text.includes("'b'") ? at : -1)).filter((at) => at >= 0);
      expect(sent.slice(begin)).toEqual([expect.stringContaining('begin'), expect.stringContaining('insert into'), 'rollback']);
      expect(await scoped.forTenant(b).selectFrom('customers').select('id').where('id', '=', 900).execute()).toEqual([]);
    }
    await scoped.destroy();
  });

  it('does not run after its transaction was rolled back', async () => {
    const { dialect, sent } = appPool(worlds.url('app_db', 'app'), 1);
    const scoped = createScopedKysely<DB>({ dialect, tenancy });
    const late: Promise<unknown>[] = [];
    await expect(scoped.forTenant(a).transaction().execute((trx) => {
      late.push(trx.insertInto('customers').values({ id: 901, name: 'x' }).execute().catch((error: unknown) => error));
      return Promise.reject(new Error('no'));
    })).rejects.toThrow('no');
    await Promise.all(late);
    expect(sent.at(-1)).toBe('rollback');
    expect(await scoped.forTenant(a).selectFrom('customers').select('id').where('id', '=', 901).execute()).toEqual([]);
    await scoped.destroy();
  });

  it('does not run across tenants after its sink was slow', async () => {
    const { dialect, sent } = appPool(worlds.url('app_db', 'app'), 1);
    const scoped = createScopedKysely({ dialect, tenancy, escape: { sink: () => new Promise((resolve) => setTimeout(resolve, 40)) } });
    let late: Promise<unknown> | undefined;
    await expect(scoped.crossTenant({ reason: 'r', ticket: 't', actor: 'x', tables: ['settings'] }).transaction().execute((trx) => {
      late = trx.insertInto('settings').values({ key: 'late', value: 'x' }).execute().catch((error: unknown) => error);
      return Promise.reject(new Error('no'));
    })).rejects.toThrow('no');
    expect(await late).toMatchObject({ code: 'SCOPE_ENDED' });
    expect(sent).toEqual(['begin', 'rollback']);
    await scoped.destroy();
  });
});

describe('the end of a transaction', () => {
  it('comes after what was begun before it, and before nothing else', async () => {
    const { dialect, sent } = appPool(worlds.url('app_db', 'app'), 1);
    const scoped = createScopedKysely<DB>({ dialect, tenancy });
    for (let ticks = 0; ticks < 30; ticks++) {
      sent.length = 0;
      const trx = await scoped.forTenant(a).startTransaction().execute();
      const late = trx.selectFrom('orders').select('id').execute().catch((error: unknown) => error);
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      await trx.commit().execute();
      await late;
      expect(sent.at(-1)).toBe('commit');
    }
    await scoped.destroy();
  });

  it('is over when a query with a signal, or a stream, is, and its failure is theirs', async () => {
    const { dialect, pool } = appPool(worlds.url('app_db', 'app'), 2);
    const admin = new pg.Client({ connectionString: worlds.url('app_db') });
    await admin.connect();
    await admin.query(`create function refuse() returns trigger language plpgsql as $$ begin perform pg_sleep(0.03); if new.name = 'refused' then raise exception 'refused at commit'; end if; return new; end $$;
      create constraint trigger late after insert on customers deferrable initially deferred for each row execute function refuse()`);
    const db = createScopedKysely<DB>({ dialect, tenancy }).forTenant(a);
    const seen = async (id: number): Promise<number | null> => (await admin.query('select 1 from customers where id = $1', [id])).rowCount;
    const insert = (id: number, name: string) => db.insertInto('customers').values({ id, name }).returning('id');
    const signal = { signal: new AbortController().signal };
    const withSignal = (id: number, name: string): Promise<unknown> => { const query = insert(id, name); return (query.execute as (options: object) => Promise<unknown>).call(query, signal); };
    const streamed = async (id: number, name: string): Promise<void> => { for await (const row of insert(id, name).stream(1)) expect(row.id).toBe(id); };
    await withSignal(910, 'x');
    expect(await seen(910)).toBe(1);
    await streamed(911, 'x');
    expect(await seen(911)).toBe(1);
    await expect(insert(912, 'refused').execute()).rejects.toThrow('refused at commit');
    await expect(streamed(914, 'refused')).rejects.toThrow('refused at commit');
    // Kysely 0.28 knows no signals, and runs the query without one.
    await expect(withSignal(913, 'refused')).rejects.toThrow('refused at commit');
    expect(await seen(912)).toBe(0);
    await admin.query('drop trigger late on customers');
    await admin.end();
    await pool.end();
  });
});

it('a BEGIN that fails half-way leaves the connection usable', async () => {
  const { dialect, pool } = appPool(worlds.url('app_db', 'app'), 1);
  const scoped = createScopedKysely<DB>({ dialect, tenancy, context: { setting: 'nodot', scope: 'transaction' } });
  await expect(scoped.forTenant(a).selectFrom('orders').select('id').execute()).rejects.toThrow(/nodot/);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await scoped.destroy();
});
