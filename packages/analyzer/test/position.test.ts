import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeCases, analyzeFiles, type Case } from './cases.ts';
import type { Site } from '../src/index.ts';

/** Where code can stand. `QUERY` is the query, `TENANT` the tenant in it; `db` and `auth` are in scope. */
const positions: Readonly<Record<string, string>> = {
  'function declaration': `export function f(db: Db, auth: Auth) { return QUERY; }`,
  'async function': `export async function f(db: Db, auth: Auth) { return await QUERY; }`,
  'arrow function': `export const f = (db: Db, auth: Auth) => QUERY;`,
  'function expression': `export const f = function (db: Db, auth: Auth) { return QUERY; };`,
  'default export, function': `export default async function (db: Db, auth: Auth) { return QUERY; }`,
  'default export, arrow': `export default (db: Db, auth: Auth) => QUERY;`,
  'default export, class': `export default class { run(db: Db, auth: Auth) { return QUERY; } }`,
  'default export, expression': `declare const db: Db; declare const auth: Auth; export default QUERY;`,
  'generator': `export function* f(db: Db, auth: Auth) { yield QUERY; }`,
  'async generator': `export async function* f(db: Db, auth: Auth) { yield* await QUERY; }`,
  'default parameter value': `export function f(db: Db, auth: Auth, rows = QUERY) { return rows; }`,
  'default in a destructured parameter': `export function f(db: Db, auth: Auth, { rows = QUERY }: { rows?: unknown }) { return rows; }`,
  'default that known callers give': `function f(db: Db, auth: Auth, rows: unknown = QUERY) { return rows; } export const g = (db: Db, auth: Auth) => f(db, auth, 1);`,
  'method': `export class C { constructor(readonly db: Db) {} run(auth: Auth) { const { db } = this; return QUERY; } }`,
  'static method': `export class C { static run(db: Db, auth: Auth) { return QUERY; } }`,
  'private method': `export class C { #run(db: Db, auth: Auth) { return QUERY; } go(db: Db, auth: Auth) { return this.#run(db, auth); } }`,
  'method with a computed name': `const name = 'run'; export class C { [name](db: Db, auth: Auth) { return QUERY; } }`,
  'getter': `export class C { constructor(readonly db: Db, readonly auth: Auth) {} get rows() { const { db, auth } = this; return QUERY; } }`,
  'setter': `export class C { constructor(readonly db: Db, readonly auth: Auth) {} set rows(x: number) { const { db, auth } = this; void QUERY; } }`,
  'static getter': `export class C { static db: Db; static auth: Auth; static get rows() { const { db, auth } = C; return QUERY; } }`,
  'constructor, executed there': `export class C { rows: unknown; constructor(db: Db, auth: Auth) { this.rows = QUERY; } }`,
  'constructor, in a callback': `export class C { constructor(db: Db, auth: Auth, timer: { every(f: () => void): void }) { timer.every(() => { void QUERY; }); } }`,
  'constructor of a derived class': `class B { constructor(readonly name: string) {} } export class C extends B { constructor(db: Db, auth: Auth) { super('c'); void QUERY; } }`,
  'constructor of a base class': `class B { constructor(db: Db, auth: Auth) { void QUERY; } } export class C extends B { constructor(db: Db, auth: Auth) { super(db, auth); } }`,
  'base class with no other constructor': `class B { constructor(db: Db, auth: Auth) { void QUERY; } } export class C extends B {} export const make = (db: Db, auth: Auth) => new C(db, auth);`,
  'argument of super': `class B { constructor(readonly rows: unknown) {} } export class C extends B { constructor(db: Db, auth: Auth) { super(QUERY); } }`,
  'default of a constructor parameter': `export class C { constructor(db: Db, auth: Auth, readonly rows: unknown = QUERY) {} }`,
  'field': `declare const db: Db; declare const auth: Auth; export class C { rows = QUERY; }`,
  'field of this': `export class C { constructor(readonly db: Db, readonly auth: Auth) {} rows = this.db.selectFrom('o').selectAll().where('tenant_id', '=', TENANT.of).execute(); }`,
  'private field': `declare const db: Db; declare const auth: Auth; export class C { #rows = QUERY; }`,
  'arrow in a field': `export class C { list = async (db: Db, auth: Auth) => QUERY; }`,
  'function in a field': `export class C { list = function (db: Db, auth: Auth) { return QUERY; }; }`,
  'object in a field': `export class C { api = { list: (db: Db, auth: Auth) => QUERY }; }`,
  'static field': `declare const db: Db; declare const auth: Auth; export class C { static rows = QUERY; }`,
  'arrow in a static field': `export class C { static list = (db: Db, auth: Auth) => QUERY; }`,
  'static block': `declare const db: Db; declare const auth: Auth; export class C { static { void QUERY; } }`,
  'function in a static block': `export class C { static list: unknown; static { C.list = (db: Db, auth: Auth) => QUERY; } }`,
  'auto accessor': `declare const db: Db; declare const auth: Auth; export class C { accessor rows = QUERY; }`,
  'class decorator': `declare const db: Db; declare const auth: Auth; declare function given(x: unknown): (c: unknown, k: unknown) => void; @given(QUERY) export class C {}`,
  'method decorator': `declare const db: Db; declare const auth: Auth; declare function given(x: unknown): (c: unknown, k: unknown) => void; export class C { @given(QUERY) run() {} }`,
  'decorator with a function': `declare function given(x: unknown): (c: unknown, k: unknown) => void; export class C { @given((db: Db, auth: Auth) => QUERY) run() {} }`,
  'computed member name': `declare const db: Db; declare const auth: Auth; export class C { [String(QUERY)]() {} }`,
  'class expression, method': `export const C = class { run(db: Db, auth: Auth) { return QUERY; } };`,
  'class expression, constructor': `export const C = class { constructor(db: Db, auth: Auth) { void QUERY; } };`,
  'class expression, field': `declare const db: Db; declare const auth: Auth; export const C = class { rows = QUERY; };`,
  'class from a function (mixin), method': `export function mixin() { return class { run(db: Db, auth: Auth) { return QUERY; } }; }`,
  'class from a function (mixin), constructor': `export function mixin() { return class { constructor(db: Db, auth: Auth) { void QUERY; } }; }`,
  'class from a function (mixin), field': `export function mixin(db: Db, auth: Auth) { return class { rows = QUERY; }; }`,
  'class in a function, static block': `export function f(db: Db, auth: Auth) { class C { static { void QUERY; } } return C; }`,
  'class in a function, made there': `export function f(db: Db, auth: Auth) { class C { constructor(d: Db) { void QUERY; } } return new C(db); }`,
  'heritage expression': `declare const db: Db; declare const auth: Auth; declare function base(x: unknown): new () => object; export class C extends base(QUERY) {}`,
  'method of an object': `export const api = { list(db: Db, auth: Auth) { return QUERY; } };`,
  'arrow in an object': `export const api = { list: (db: Db, auth: Auth) => QUERY };`,
  'getter of an object': `declare const db: Db; declare const auth: Auth; export const api = { get rows() { return QUERY; } };`,
  'computed key of an object': `declare const db: Db; declare const auth: Auth; export const api = { [String(QUERY)]: 1 };`,
  'deep in an object': `export const routes = { a: [{ b: { handler: async (db: Db, auth: Auth) => QUERY } }] };`,
  'top level': `declare const db: Db; declare const auth: Auth; await QUERY;`,
  'top level, in a block': `declare const db: Db; declare const auth: Auth; { await QUERY; }`,
  'top level, in a try': `declare const db: Db; declare const auth: Auth; try { await QUERY; } catch {}`,
  'top level, constant': `declare const db: Db; declare const auth: Auth; export const rows = QUERY;`,
  'enum': `declare const db: Db; declare const auth: Auth; export enum E { A = String(QUERY).length }`,
  'namespace, top level': `declare const db: Db; declare const auth: Auth; export namespace N { export const rows = QUERY; }`,
  'namespace, function': `export namespace N.M { export function f(db: Db, auth: Auth) { return QUERY; } }`,
  'namespace, class': `export namespace N { export class C { constructor(db: Db, auth: Auth) { void QUERY; } } }`,
  'IIFE': `declare const db: Db; declare const auth: Auth; (async () => { await QUERY; })();`,
  'IIFE of a function': `declare const db: Db; declare const auth: Auth; void (function () { return QUERY; })();`,
  'callback at top level': `declare const app: { get(path: string, f: (db: Db, auth: Auth) => unknown): void }; app.get('/', async (db, auth) => QUERY);`,
  'nested callback': `declare function describe(n: string, f: () => void): void; declare function it(n: string, f: () => void): void; declare const db: Db; declare const auth: Auth; describe('a', () => { it('b', async () => { await QUERY; }); });`,
  'callback of new': `declare const db: Db; declare const auth: Auth; export const p = new Promise((resolve) => { resolve(QUERY); });`,
  'nested function': `export function f(db: Db, auth: Auth) { function inner() { return QUERY; } return inner; }`,
  'curried': `export const f = (db: Db) => (auth: Auth) => () => QUERY;`,
  'conditional': `export const f = (db: Db, auth: Auth, c: boolean) => (c ? QUERY : undefined);`,
  'right of ??': `export const f = (db: Db, auth: Auth, c: string | undefined) => c ?? QUERY;`,
  'right of && by a constant': `const debug = false; export const f = (db: Db, auth: Auth) => debug && QUERY;`,
  'if by a constant': `const debug = false; export function f(db: Db, auth: Auth) { if (debug) return QUERY; return undefined; }`,
  'if that known callers exclude': `function f(db: Db, auth: Auth, all: boolean) { if (all) return QUERY; return undefined; } export const g = (db: Db, auth: Auth) => f(db, auth, false);`,
  'case expression': `export function f(db: Db, auth: Auth, c: unknown) { switch (c) { case QUERY: return 1; default: return 2; } }`,
  'case': `export function f(db: Db, auth: Auth, c: string) { switch (c) { case 'a': return QUERY; default: return 2; } }`,
  'loop head': `export function f(db: Db, auth: Auth) { for (let i = QUERY; ; ) { return i; } }`,
  'for of': `export async function f(db: Db, auth: Auth) { for (const o of await QUERY) { void o; } }`,
  'for await of': `export async function f(db: Db, auth: Auth) { for await (const o of await QUERY) { void o; } }`,
  'while': `export async function f(db: Db, auth: Auth) { while (await QUERY) {} }`,
  'catch': `export function f(db: Db, auth: Auth) { try { JSON.parse('1'); } catch { return QUERY; } return 1; }`,
  'finally': `export function f(db: Db, auth: Auth) { try { return 1; } finally { void QUERY; } }`,
  'throw': `export function f(db: Db, auth: Auth) { throw QUERY; }`,
  'labelled': `export function f(db: Db, auth: Auth) { out: { void QUERY; break out; } }`,
  'template': 'export const f = (db: Db, auth: Auth) => `${QUERY}`;',
  'tag': 'declare const tag: (s: unknown, x: unknown) => void; export const f = (db: Db, auth: Auth) => tag`${QUERY}`;',
  'spread in a list': `export const f = async (db: Db, auth: Auth) => [...(await QUERY)];`,
  'spread in an object': `export const f = async (db: Db, auth: Auth) => ({ ...(await QUERY) });`,
  'spread in a call': `export const f = async (db: Db, auth: Auth, g: (...x: unknown[]) => void) => g(...(await QUERY));`,
  'argument of new': `export const f = (db: Db, auth: Auth) => new Map([[1, QUERY]]);`,
  'index': `export const f = async (db: Db, auth: Auth, m: Record<string, 1>) => m[String(await QUERY)];`,
  'comma': `export const f = (db: Db, auth: Auth) => (0, QUERY);`,
  'void': `export const f = (db: Db, auth: Auth) => void QUERY;`,
  'satisfies': `export const f = (db: Db, auth: Auth) => QUERY satisfies unknown;`,
  'destructuring default': `export function f(db: Db, auth: Auth, x: { a?: unknown }) { const { a = QUERY } = x; return a; }`,
  'destructuring assignment default': `export function f(db: Db, auth: Auth, x: { a?: unknown }) { let a: unknown; ({ a = QUERY } = x); return a; }`,
  'list destructuring default': `export function f(db: Db, auth: Auth, x: unknown[]) { const [a = QUERY] = x; return a; }`,
  'list destructuring assignment default': `export function f(db: Db, auth: Auth, x: unknown[]) { let a: unknown; [a = QUERY] = x; return a; }`,
  'logical assignment': `export function f(db: Db, auth: Auth) { let a: unknown; a ??= QUERY; return a; }`,
  'optional call': `export const f = (db: Db, auth: Auth, g?: (x: unknown) => void) => g?.(QUERY);`,
  'handle assigned in a callback': `declare function later(f: () => void): Promise<void>; declare function connect(): Db; export async function f(auth: Auth) { let db!: Db; await later(() => { db = connect(); }); return QUERY; }`,
  'several declarations': `export function f(db: Db, auth: Auth) { const a = QUERY, b = 1; return [a, b]; }`,
};

const query = (where: string): string => `db.selectFrom('o').selectAll()${where}.execute()`;
const filters = { scoped: `.where('tenant_id', '=', auth.tenantId)`, unscoped: '' } as const;
const inPlace = (code: string, verdict: 'scoped' | 'unscoped'): string =>
  code.replace(/\.where\('tenant_id', '=', TENANT\.of\)/, verdict === 'scoped' ? `.where('tenant_id', '=', this.auth.tenantId)` : '').replaceAll('QUERY', query(filters[verdict]));

const cases: readonly Case[] = Object.entries(positions).flatMap(([name, code]) =>
  (['scoped', 'unscoped'] as const).map((verdict) => ({ name: `${name}: ${verdict}`, code: inPlace(code, verdict), verdict, why: '' })),
);

/** No path leads there, or none that is followed: said, and not skipped. */
const unproven: readonly Case[] = [
  ['after a return', `export function f(db: Db, auth: Auth) { return 1; void QUERY; }`],
  ['after a throw', `export function f(db: Db, auth: Auth) { throw new Error(); void QUERY; }`],
  ['element access', `export function f(db: Db, auth: Auth) { return db['selectFrom']('o').selectAll().where('tenant_id', '=', auth.tenantId).execute(); }`],
].map(([name = '', code = '']) => ({ name, code: inPlace(code, 'scoped'), verdict: 'unproven', why: '' }));

const libraries = `import { sql } from 'kysely'; import type { Pool } from 'pg'; import type postgres from 'postgres'; import type { Db } from './db.js'; import type { Auth } from './tenant.js';
export const off = false;
type Handles = [pool: Pool, s: postgres.Sql, db: Db, a: Auth];
`;
const statements = [
  "pool.query('select * from o')",
  's`select * from o`',
  "s.unsafe('select * from o')",
  'sql`select * from o`.execute(db)',
  "db.with('x', (q) => q.selectFrom('o').selectAll()).selectFrom('x').selectAll().execute()",
].map((q) => `await ${q};`);
const places = {
  'function': (body: string) => `export async function f(...[pool, s, db, a]: Handles) {\n${body} }`,
  'branch that a constant excludes': (body: string) => `export async function f(...[pool, s, db, a]: Handles) { if (off) {\n${body} } }`,
  'callback in a constructor': (body: string) => `export class C { constructor(...[pool, s, db, a]: Handles) { void (async () => {\n${body} })(); } }`,
  'after a return': (body: string) => `export async function f(...[pool, s, db, a]: Handles) { return;\n${body} }`,
};

describe('queries of every library', () => {
  it.each(Object.entries(places))('%s', async (name, place) => {
    const { sites } = await analyzeFiles({ 'src/f.ts': libraries + place(statements.join('\n')) });
    const verdict = name === 'after a return' ? 'unproven' : 'unscoped';
    expect([...new Set(sites.map((s) => `${s.line} ${s.verdict}`))]).toEqual(statements.map((_, i) => `${5 + i} ${verdict}`));
  });

  it('stand in JSX', async () => {
    const page = `import type { Db } from './db.js'; export async function Page(db: Db) {
return <ul title={String(await db.selectFrom('o').selectAll().execute())}>
{await db.selectFrom('o').selectAll().execute()}
<b onClick={() => { void db.deleteFrom('o').execute(); }} /><>{...[await db.selectFrom('o').selectAll().execute()]}</>
</ul>; }`;
    const { sites } = await analyzeFiles({ 'src/page.tsx': page });
    expect(sites.map((s) => `${s.line} ${s.verdict}`)).toEqual(['2 unscoped', '3 unscoped', '4 unscoped', '4 unscoped']);
  });
});

describe('a query is a query site wherever code can stand', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases([...cases, ...unproven]);
  });

  it.each(cases)('$name', ({ name, verdict }) => {
    expect((sites.get(name) ?? []).map((s) => [s.operation, s.verdict])).toEqual([['select', verdict]]);
  });

  it.each(unproven)('$name: unproven', ({ name }) => {
    expect((sites.get(name) ?? []).map((s) => s.verdict)).toEqual(['unproven']);
  });
});
