import { beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../src/index.ts';
import { analyzeFiles, worstOf } from './cases.ts';

const head = "import type { TenantId } from './tenant.js'; import type { Db } from './db.js'; declare const db: Db;\n";
const query = "db.selectFrom('o').selectAll().where('tenant_id', '=', t).execute()";
const list = `${head}export const listOrders = (t: TenantId) => ${query};`;

interface Renamed {
  readonly name: string;
  /** The file with the query, which takes its tenant from a caller. */
  readonly list?: string;
  /** A file between the two. */
  readonly between?: string;
  readonly imports: string;
  /** A call of it with `bad`, which the client chose. */
  readonly call: string;
}

const cases: readonly Renamed[] = [
  { name: 'its own name', imports: "import { listOrders } from './listN.js';", call: 'listOrders(bad)' },
  { name: 'a renamed import', imports: "import { listOrders as orders } from './listN.js';", call: 'orders(bad)' },
  { name: 'a renamed export', list: `${head}const listOrders = (t: TenantId) => ${query};\nexport { listOrders as all };`, imports: "import { all } from './listN.js';", call: 'all(bad)' },
  { name: 'a default export', list: `${head}export default function listOrders(t: TenantId) { return ${query}; }`, imports: "import orders from './listN.js';", call: 'orders(bad)' },
  { name: 'an exported default', list: `${head}class Repo { static list(t: TenantId) { return ${query}; } }\nexport { Repo as default };`, imports: "import R from './listN.js'; const { list: go } = R;", call: 'go(bad)' },
  { name: 'a default without a name', list: `${head}export default (t: TenantId) => ${query};`, imports: "import { default as orders } from './listN.js';", call: 'orders(bad)' },
  { name: 'a wrapped function', list: `${head}const wrap = <F>(f: F): F => f;\nexport const listOrders = wrap((t: TenantId) => ${query});`, imports: "import { listOrders } from './listN.js';", call: 'listOrders(bad)' },
  { name: 'a letter that is not ASCII', list: `${head}export const größe = (t: TenantId) => ${query};`, imports: "import { größe } from './listN.js';", call: 'größe(bad)' },
  { name: 'a name that is no identifier', list: `${head}export class Repo { 'list-all'(t: TenantId) { return ${query}; } }`, imports: "import { Repo as R } from './listN.js';", call: "new R()['list-all'](bad)" },
  { name: 'a property of an object', imports: "import { listOrders } from './listN.js'; const api = { all: listOrders };", call: 'api.all(bad)' },
  { name: 'a property of an object elsewhere', between: "import { listOrders } from './listN.js'; export const api = { all: listOrders };", imports: "import { api as a } from './betweenN.js';", call: 'a.all(bad)' },
  { name: 'a method taken off', list: `${head}export class Repo { list = (t: TenantId) => ${query}; }`, imports: "import { Repo } from './listN.js'; const r = new Repo(); const go = r.list;", call: 'go(bad)' },
  { name: 'a bound function', imports: "import { listOrders } from './listN.js'; const bound = listOrders.bind(undefined);", call: 'bound(bad)' },
  { name: 'a factory under another name', list: `${head}export const make = () => ({ list: (t: TenantId) => ${query} });`, imports: "import { make as m } from './listN.js'; const r = m();", call: 'r.list(bad)' },
  { name: 'a name of a namespace object', between: "export * as repo from './listN.js';", imports: "import { repo } from './betweenN.js'; const { listOrders: o } = repo;", call: 'o(bad)' },
  { name: 'an element of a namespace object', imports: "import * as repo from './listN.js';", call: "repo['listOrders'](bad)" },
  { name: 'an import where it is needed', imports: '', call: "import('./listN.js').then(({ listOrders: o }) => o(bad))" },
  { name: 'a name for a member of a namespace', list: `${head}export namespace Repo { export const list = (t: TenantId) => ${query}; }`, imports: "import { Repo } from './listN.js'; import L = Repo.list;", call: 'L(bad)' },
  { name: 'a type that is made of a factory', list: `${head}export const make = () => ({ list: (t: TenantId) => ${query} }); export type Repo = ReturnType<typeof make>;`, imports: "import type { Repo } from './listN.js'; declare const r: Repo;", call: 'r.list(bad)' },
  { name: 'a property whose type is that of the function', between: "import type { listOrders } from './listN.js'; export interface Api { readonly all: typeof listOrders }", imports: "import type { Api } from './betweenN.js'; declare const api: Api;", call: 'api.all(bad)' },
  { name: 'a property of a type that has a name', between: "import { listOrders } from './listN.js'; type List = typeof listOrders; export interface Api { readonly all: List } export const api: Api = { all: listOrders };", imports: "import type { Api } from './betweenN.js'; declare const a: Api;", call: 'a.all(bad)' },
  { name: 'any key of an object', list: `${head}export const handlers: Record<string, (t: TenantId) => unknown> = { list: (t) => ${query} };`, imports: "import { handlers as h } from './listN.js';", call: "h[req.query['k'] ?? '']?.(bad)" },
  { name: 'an interface', between: "import type { TenantId } from './tenant.js'; export interface Repo { list(t: TenantId): Promise<unknown> }", list: `${head}import type { Repo } from './betweenN.js'; export class Pg implements Repo { list(t: TenantId) { return ${query}; } }`, imports: "import type { Repo } from './betweenN.js'; declare const r: Repo;", call: 'r.list(bad)' },
  { name: 'an abstract class', between: "import type { TenantId } from './tenant.js'; export abstract class Repo { abstract list(t: TenantId): Promise<unknown> }", list: `${head}import { Repo } from './betweenN.js'; export class Pg extends Repo { list(t: TenantId) { return ${query}; } }`, imports: "import type { Repo } from './betweenN.js'; declare const r: Repo;", call: 'r.list(bad)' },
  { name: 'a class that inherits its constructor', list: `${head}export class Base { constructor(readonly t: TenantId) {} list() { const { t } = this; return ${query}; } }`, between: "import { Base as B } from './listN.js'; export class Sub extends B {}", imports: "import { Sub as S } from './betweenN.js';", call: 'new S(bad).list()' },
  { name: 'a class that hands it to super', list: `${head}export class Base { constructor(readonly t: TenantId) {} list() { const { t } = this; return ${query}; } }`, between: "import type { TenantId } from './tenant.js'; import { Base as B } from './listN.js'; export class Sub extends B { constructor(id: TenantId) { super(id); } }", imports: "import { Sub as S } from './betweenN.js';", call: 'new S(bad).list()' },
];

const filesOf = (all: readonly Renamed[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    all.flatMap((c, i) => {
      const here = (text: string): string => text.replaceAll('N.js', `${i}.js`);
      const route = `import type { Request, TenantId } from './tenant.js';\n${here(c.imports)}\nexport const get = (req: Request) => { const bad = req.body.t as TenantId; return ${here(c.call)}; };\n`;
      return [[`src/list${i}.ts`, here(c.list ?? list)], [`src/route${i}.ts`, route], ...(c.between === undefined ? [] : [[`src/between${i}.ts`, here(c.between)]])];
    }),
  ) as Readonly<Record<string, string>>;

describe('a caller who knows a query under another name', () => {
  let sites: readonly Site[];
  beforeAll(async () => {
    ({ sites } = await analyzeFiles(filesOf(cases)));
  });

  it.each(cases.map(({ name }, i) => ({ name, i })))('is asked for the tenant: $name', ({ i }) => {
    const found = sites.filter((s) => s.file === `src/list${i}.ts`);
    expect(worstOf(found)).toBe('unscoped');
    expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain('no-untrusted-tenant');
  });
});
