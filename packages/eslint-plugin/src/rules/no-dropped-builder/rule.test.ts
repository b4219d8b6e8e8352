import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { describe, expect, it } from 'vitest';
import { lint, lintWith } from '../../../test/lint/lint.ts';
import { builderMethods } from './methods.ts';

const rule = 'no-dropped-builder';

const start = "db.selectFrom('orders').selectAll()";
const inTenant = "where('tenant_id', '=', a.tenantId)";
/** In a function that has a builder in `q`. */
const letQ = (statement: string): string => `export const f = (a: AuthContext, c?: boolean, l: string[] = []) => { let q = ${start}; void [a, c, l]; ${statement}; return q.execute(); };`;
const constQ = (statement: string): string => letQ(statement).replace('let q', 'const q');

/** Name, code, the underlined text, a part of the message. */
const dropped: readonly (readonly [name: string, code: string, at: string, message: RegExp])[] = [
  ['a condition on a const', constQ(`q.${inTenant}`), inTenant, /`\.where\(…\)` is lost: .*`q` goes on finding the rows/],
  ['a condition on a let', letQ(`q.${inTenant}`), inTenant, /`q` goes on finding/],
  ['a condition under an if', letQ(`if (c) q.${inTenant}`), inTenant, /goes on finding/],
  ['void', letQ(`void q.${inTenant}`), inTenant, /goes on finding/],
  ['what && guards', letQ(`c && q.${inTenant}`), inTenant, /goes on finding/],
  ['what || guards', letQ(`c || q.${inTenant}`), inTenant, /goes on finding/],
  ['one arm of a conditional', letQ(`c ? q.limit(1) : undefined`), 'limit(1)', /goes on finding/],
  ['the left side of a comma', `export const f = (a: AuthContext) => { const q = ${start}; return (q.${inTenant}, q.execute()); };`, inTenant, /goes on finding/],
  ['the right side of a comma', letQ(`c, q.${inTenant}`), inTenant, /goes on finding/],
  ['a loop’s step', letQ(`for (let i = 0; i < 2; i++, q.limit(i)) void i`), 'limit(i)', /goes on finding/],
  ['the end of a chain', letQ(`q.${inTenant}.orderBy('id')`), "orderBy('id')", /`\.orderBy\(…\)` is lost/],
  ['an order, which is no condition', letQ(`q.orderBy('id')`), "orderBy('id')", /`q` stays as it is/],
  ['a cast', letQ(`(q.${inTenant} as unknown)`), inTenant, /goes on finding/],
  ['an optional chain', `export const f = (a: AuthContext, q?: SelectQueryBuilder<DB, 'orders', object>) => { q?.${inTenant}; };`, inTenant, /goes on finding/],
  ['a method by its text', letQ(`q['where']('tenant_id', '=', a.tenantId)`), "'where']('tenant_id', '=', a.tenantId)", /`\.where/],
  ['$call', letQ(`q.$call((b) => b.${inTenant})`), `$call((b) => b.${inTenant})`, /stays as it is/],
  ['$if', letQ(`q.$if(c === true, (b) => b.${inTenant})`), `$if(c === true, (b) => b.${inTenant})`, /stays as it is/],
  ['in forEach', letQ(`l.forEach((s) => q.where('status', '=', s))`), "where('status', '=', s)", /goes on finding/],
  ['in a block of forEach', letQ(`l.forEach((s) => { q.where('status', '=', s); })`), "where('status', '=', s)", /goes on finding/],
  ['an update', "export const f = (a: AuthContext) => { const q = db.updateTable('orders').set({ status: 'x' }); q.where('tenant_id', '=', a.tenantId); return q.execute(); };", inTenant, /goes on finding/],
  ['a delete', "export const f = (a: AuthContext) => { const q = db.deleteFrom('orders'); q.where('tenant_id', '=', a.tenantId); return q.execute(); };", inTenant, /goes on finding/],
  ['an insert that nothing executes', "export const f = (a: AuthContext) => { db.insertInto('products').values({ tenant_id: a.tenantId, name: 'x' }); };", "values({ tenant_id: a.tenantId, name: 'x' })", /thrown away: nothing executes it/],
  ['the start of a query', "export const f = () => { db.deleteFrom('orders'); };", "deleteFrom('orders')", /nothing executes it/],
  ['a parameter', `export const f = (a: AuthContext, q: SelectQueryBuilder<DB, 'orders', object>) => { q.${inTenant}; return q; };`, inTenant, /goes on finding/],
  ['a type parameter', `export const f = <Q extends SelectQueryBuilder<DB, 'orders', object>>(a: AuthContext, q: Q) => { q.${inTenant}; return q; };`, inTenant, /goes on finding/],
  ['a union of builders', "export const f = (a: AuthContext, q: UpdateQueryBuilder<DB, 'orders', 'orders', object> | DeleteQueryBuilder<DB, 'orders', object>) => { q.where('tenant_id', '=', a.tenantId); return q; };", inTenant, /goes on finding/],
  ['a field', `export class R { q = ${start}; f(a: AuthContext) { this.q.${inTenant}; return this.q; } }`, inTenant, /`this\.q` goes on finding/],
  ['what a function gives', `const open = () => ${start}; export const f = (a: AuthContext) => { open().${inTenant}; };`, inTenant, /`open\(\)` goes on finding/],
  ['a join', `export const f = () => ${start}.innerJoin('customers as c', (j) => { j.onRef('c.tenant_id', '=', 'orders.tenant_id'); return j.onRef('c.id', '=', 'orders.customer_id'); });`, "onRef('c.tenant_id', '=', 'orders.tenant_id')", /`j` goes on finding/],
  ['an upsert', "export const f = (a: AuthContext) => db.insertInto('products').values({ tenant_id: a.tenantId, name: 'x' }).onConflict((o) => { const u = o.column('id').doUpdateSet({ name: 'y' }); u.where('products.tenant_id', '=', a.tenantId); return u; });", "where('products.tenant_id', '=', a.tenantId)", /`u` goes on finding/],
  ['a merge', "export const f = () => { const m = db.mergeInto('orders').using('products', 'products.tenant_id', 'orders.tenant_id').whenMatched(); m.thenDelete(); };", 'thenDelete()', /`m` stays as it is/],
  ['a builder of scoped-kysely', "export const f = (s: ScopedKysely<DB>) => { const q = s.selectFrom('orders').selectAll(); q.where('status', '=', 'x'); return q.execute(); };", "where('status', '=', 'x')", /goes on finding/],
];

const imports = `import { type DeleteQueryBuilder, type SelectQueryBuilder, sql, type UpdateQueryBuilder } from 'kysely';
import type { ScopedKysely } from 'scoped-kysely';
import { type DB, db } from './db.ts';
import type { AuthContext } from './auth.ts';
void [db, sql];
`;

const fine: readonly (readonly [name: string, code: string])[] = [
  ['an assignment', letQ(`if (c) q = q.${inTenant}`)],
  ['an assignment behind &&', letQ(`c && (q = q.${inTenant})`)],
  ['a query that is executed', letQ(`void q.${inTenant}.execute()`)],
  ['a query that is executed without waiting', letQ(`q.${inTenant}.executeTakeFirst()`)],
  ['a builder that is given away', letQ(`l.push(String(q.${inTenant}))`)],
  ['a builder that is returned', `export const f = (a: AuthContext) => ${start}.${inTenant};`],
  ['a callback whose result is taken', letQ(`void l.map((s) => q.where('status', '=', s))`)],
  ['an awaited builder, which is another mistake', "export const f = async (a: AuthContext) => { await (db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId) as unknown as Promise<void>); };"],
  ['a compiled query', letQ(`q.${inTenant}.compile()`)],
  ['a stream', letQ(`q.${inTenant}.stream()`)],
  ['a Map', "export const f = () => { const m = new Map<string, string>(); m.set('where', 'x'); };"],
  ['another builder that changes itself', "class Query { where(_: string) { return this; } limit(_: number) { return this; } } export const f = () => { const q = new Query(); q.where('x'); q.limit(1); return q; };"],
  ['a chain of lodash’s kind', "declare const _: (a: number[]) => { from(n: number): { limit(n: number): void } }; export const f = () => { _([1]).from(1).limit(2); };"],
  ['a client of HTTP', "declare const axios: { where(u: string): Promise<void>; top(): void }; export const f = () => { axios.where('u'); axios.top(); };"],
  ['a builder of any', "export const f = (q: any) => { q.where('tenant_id', '=', 1); };"],
  ['a raw fragment', 'export const f = () => { sql`select 1`.execute(db); };'],
];

const linted = (code: string) => lintWith(rule, imports + code);

/** Name, code, what the suggestion says, the line with the suggestion in it. */
const mended: readonly (readonly [name: string, code: string, says: string, output: string])[] = [
  ['a let', letQ(`q.${inTenant}`), 'Assign what it returns: `q = …`', `; q = q.${inTenant};`],
  ['what && guards', letQ(`c && q.${inTenant}`), 'Assign what it returns: `q = …`', `c && (q = q.${inTenant})`],
  ['void', letQ(`void q.${inTenant}`), 'Assign what it returns: `q = …`', `void (q = q.${inTenant})`],
  ['forEach', letQ(`l.forEach((s) => q.where('status', '=', s))`), 'Assign what it returns: `q = …`', `(s) => (q = q.where('status', '=', s))`],
  ['a const', constQ(`q.${inTenant}`), 'Declare `q` with `let` and assign what it returns: `q = …`', `let q = ${start}; void [a, c, l]; q = q.${inTenant};`],
  ['a parameter', `export const f = (a: AuthContext, q: SelectQueryBuilder<DB, 'orders', object>) => { q.${inTenant}; return q; };`, 'Assign what it returns: `q = …`', `{ q = q.${inTenant}; return q; }`],
];

const unmended: readonly (readonly [name: string, code: string])[] = [
  ['the result has another type', letQ('q.clearSelect()')],
  ['the chain starts from a handle', "export const f = () => { db.deleteFrom('orders'); };"],
  ['the chain starts from a field', `export class R { q = ${start}; f(a: AuthContext) { this.q.${inTenant}; return this.q; } }`],
  ['the const is declared with others', `export const f = (a: AuthContext) => { const q = ${start}, b = 1; q.${inTenant}; return [q, b]; };`],
];

const db = new Kysely<Record<string, Record<string, unknown>>>({
  dialect: { createDriver: () => new DummyDriver(), createAdapter: () => new PostgresAdapter(), createQueryCompiler: () => new PostgresQueryCompiler(), createIntrospector: (k) => new PostgresIntrospector(k) },
});

const methodsOf = (value: object): readonly string[] => {
  const prototype = Object.getPrototypeOf(value) as object;
  return prototype === Object.prototype ? [] : [...Object.getOwnPropertyNames(prototype), ...methodsOf(prototype)];
};

const merging = db.mergeInto('a').using('b', 'a.x', 'b.x');
const builders = [db.selectFrom('a'), db.insertInto('a'), db.updateTable('a'), db.deleteFrom('a'), db.mergeInto('a'), merging, merging.whenMatched(), merging.whenNotMatched()];
const others = /^(constructor|as|asTuple|\$asTuple|\$asScalar|compile|execute\w*|stream|explain|toOperationNode|expressionType|is\w+QueryBuilder)$/;

describe(rule, () => {
  it.each(dropped)('reports %s', async (_, code, at, message) => {
    const reports = await linted(code);
    expect(reports.map((r) => r.at)).toEqual([at]);
    expect(reports[0]?.message).toMatch(message);
  });

  it.each(fine)('leaves %s alone', async (_, code) => {
    expect(await linted(code)).toEqual([]);
  });

  it.each(mended)('mends %s', async (_, code, says, output) => {
    const [report] = await linted(code);
    expect(report?.suggestions.map((s) => s.desc)).toEqual([says]);
    const after = report?.suggestions[0]?.output ?? '';
    expect(after).toContain(output);
    expect(await lintWith(rule, after)).toEqual([]);
  });

  it('has the query proved with its suggestion', async () => {
    const code = imports + constQ(`q.${inTenant}`);
    expect((await lint(code)).map((r) => r.rule).sort()).toEqual([rule, 'no-unscoped-query']);
    const [report] = await lintWith(rule, code);
    expect(await lint(report?.suggestions[0]?.output ?? '')).toEqual([]);
  });

  it.each(unmended)('suggests nothing when %s', async (_, code) => {
    expect((await linted(code)).map((r) => r.suggestions)).toEqual([[]]);
  });

  it('reads JavaScript', async () => {
    const code = `import { db } from './db.ts';
/** @param {import('./auth.ts').AuthContext} a */
export const f = (a) => { const q = db.selectFrom('orders').selectAll(); q.${inTenant}; return q.execute(); };
`;
    expect((await lint(code, { [`tenantscope/${rule}`]: 'error' }, 'src/linted.js'))).toMatchObject([{ at: inTenant, message: expect.stringMatching(/goes on finding/) as string }]);
  });

  it('knows every method of Kysely that returns a builder', () => {
    const all = new Set(builders.flatMap(methodsOf).filter((m) => !others.test(m)));
    expect([...all].filter((m) => !builderMethods.has(m))).toEqual([]);
  });
});
