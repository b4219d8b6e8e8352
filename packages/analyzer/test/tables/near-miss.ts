import type { Case } from '../cases.ts';

export const given = `function given<O>(q: SelectQueryBuilder<DB, 'o', O>, id: TenantId | undefined) { return id === undefined ? q : q.where('tenant_id', '=', id); }`;
export const all = `db.selectFrom('o').selectAll()`;

/** What is proved, and beside it what looks the same and leaks. */
export const nearMisses: readonly Case[] = [
  { name: 'declared tenant', code: `${given} export async function f(db: Db, a: Auth) { return given(${all}, a.tenantId).execute(); }`, verdict: 'scoped', why: 'its type has no undefined' },
  { name: 'declared parameter', code: `${given} export async function f(db: Db, id: TenantId) { return given(${all}, id).execute(); }`, verdict: 'scoped', why: 'its type has no undefined' },
  { name: 'optional tenant', code: `${given} export async function f(db: Db, a: { tenantId?: TenantId }) { return given(${all}, a.tenantId).execute(); }`, verdict: 'unscoped', why: 'it may be missing' },
  { name: 'optional parameter', code: `${given} export async function f(db: Db, id?: TenantId) { return given(${all}, id).execute(); }`, verdict: 'unscoped', why: 'it may be missing' },
  { name: 'tenant of an optional object', code: `${given} export async function f(db: Db, a: Auth | undefined) { return given(${all}, a?.tenantId).execute(); }`, verdict: 'unscoped', why: 'the object may be missing' },
  { name: 'tenant asserted with !', code: `${given} export async function f(db: Db, a: { tenantId?: TenantId }) { return given(${all}, a.tenantId!).execute(); }`, verdict: 'unscoped', why: 'that is a wish' },
  { name: 'tenant of a record', code: `${given} export async function f(db: Db, m: Record<string, TenantId>) { return given(${all}, m.x as TenantId).execute(); }`, verdict: 'unscoped', why: 'nobody says that it has the key' },
  { name: 'tenant of a list', code: `${given} export async function f(db: Db, ids: TenantId[]) { return given(${all}, ids[0]!).execute(); }`, verdict: 'unscoped', why: 'the list may be empty' },
  { name: 'field set later', code: `${given} export class C { id!: TenantId; constructor(readonly db: Db) {} f() { return given(this.${all}, this.id).execute(); } }`, verdict: 'unscoped', why: 'nobody says that it was set' },
  { name: 'argument of type any', code: `${given} export async function f(db: Db, x: any) { return given(${all}, x).execute(); }`, verdict: 'unscoped', why: 'any may be undefined' },
  { name: 'filters of the client, then the tenant', code: `export async function f(db: Db, a: Auth, req: Request) { const own: { status?: string } = req.body.filters; return ${all}.where((eb) => eb.and({ ...own, tenant_id: a.tenantId })).execute(); }`, verdict: 'scoped', why: 'whatever they are, they are more conditions' },
  { name: 'the tenant, then filters of the client', code: `export async function f(db: Db, a: Auth, req: Request) { const own: { status?: string } = req.body.filters; return ${all}.where((eb) => eb.and({ tenant_id: a.tenantId, ...own })).execute(); }`, verdict: 'unproven', why: 'they may bring a tenant' },
  { name: 'or of the filters of the client and the tenant', code: `export async function f(db: Db, a: Auth, req: Request) { const own: { status?: string } = req.body.filters; return ${all}.where((eb) => eb.or({ ...own, tenant_id: a.tenantId })).execute(); }`, verdict: 'unscoped', why: 'one condition is enough' },
  { name: 'filters of the client and no tenant', code: `export async function f(db: Db, a: Auth, req: Request) { const own: { tenant_id?: TenantId } = req.body.filters; return ${all}.where((eb) => eb.and({ ...own, status: 'open' })).execute(); }`, verdict: 'unscoped', why: 'the client chooses' },
  { name: 'filters of another function, then the tenant', code: `declare function filters(): any; export async function f(db: Db, a: Auth) { return ${all}.where((eb) => eb.and({ ...filters(), tenant_id: a.tenantId })).execute(); }`, verdict: 'unproven', why: 'among them may be raw text with an OR' },
  ...(
    [
      ['executed', `constructor(db: Db, a: Auth) { this.q = SCOPED; } run() { return this.q.execute(); }`, 'scoped', 'the constructor filters'],
      ['made of a variable', `constructor(db: Db, a: Auth) { const base = SCOPED; this.q = base; } run() { return this.q.execute(); }`, 'scoped', 'the constructor filters'],
      ['narrowed', `constructor(db: Db, a: Auth) { this.q = SCOPED; } in(s: string) { this.q = this.q.where('status', '=', s); return this; } run() { return this.q.execute(); }`, 'scoped', 'more conditions'],
      ['filtered by whoever wants to', `constructor(db: Db, a: Auth) { this.q = db.selectFrom('o').selectAll(); } mine(id: TenantId) { this.q = this.q.where('tenant_id', '=', id); return this; } run() { return this.q.execute(); }`, 'unscoped', 'nobody has to'],
      ['cleared', `constructor(db: Db, a: Auth) { this.q = SCOPED; } run() { return this.q.clearWhere().execute(); }`, 'unscoped', 'the filter is gone'],
      ['made of a variable and cleared', `constructor(db: Db, a: Auth) { const base = SCOPED; this.q = base; } run() { return this.q.clearWhere().execute(); }`, 'unproven', 'what is cleared is not followed'],
      ['assigned twice and cleared', `constructor(db: Db, a: Auth, c: boolean) { this.q = SCOPED; if (c) this.q = this.q.limit(1); } run() { return this.q.clearWhere().execute(); }`, 'unproven', 'what is cleared is not followed'],
      ['cleared for later', `constructor(db: Db, a: Auth) { this.q = SCOPED; } all() { this.q = this.q.clearWhere(); return this; } run() { return this.q.execute(); }`, 'unproven', 'what is cleared is not followed'],
      ['joined later', `constructor(db: Db, a: Auth, c: boolean) { this.q = SCOPED; if (c) this.q = this.q.limit(1); } run() { return this.q.innerJoin('p', 'p.o_id', 'o.id').execute(); }`, 'unproven', 'what is joined to is not followed'],
      ['with raw text later', `constructor(db: Db, a: Auth, c: boolean) { this.q = SCOPED; if (c) this.q = this.q.limit(1); } run() { return this.q.where(sql<boolean>\`total = 1 or total = 2\`).execute(); }`, 'unproven', 'the OR takes the filter away'],
    ] as const
  ).map(([name, members, verdict, why]): Case => ({
    name: `a builder in a field: ${name}`,
    code: `export class C { private q: SelectQueryBuilder<DB, 'o', any>; ${members} }`.replaceAll('SCOPED', `db.selectFrom('o').selectAll().where('tenant_id', '=', a.tenantId)`),
    verdict,
    why,
  })),
  { name: 'tenant of a field, the client first', code: `export class C { t: any; constructor(db: Db, a: Auth, req: Request, c: boolean) { if (c) this.t = req.body.t; else this.t = a.tenantId; void ${all}.where('tenant_id', '=', this.t).execute(); } }`, verdict: 'unscoped', why: 'either may be there' },
  { name: 'tenant of a field, the client last', code: `export class C { t: any; constructor(db: Db, a: Auth, req: Request, c: boolean) { if (c) this.t = a.tenantId; else this.t = req.body.t; void ${all}.where('tenant_id', '=', this.t).execute(); } }`, verdict: 'unscoped', why: 'either may be there' },
  { name: 'a builder from elsewhere, cleared', code: `export function run(q: SelectQueryBuilder<DB, 'o', {}>) { return q.clearWhere().selectAll().execute(); }`, verdict: 'unproven', why: 'nobody knows what it reads' },
  { name: 'a builder from elsewhere, cast and joined', code: `export function run(q: SelectQueryBuilder<DB, 'o', {}>) { return (q as any).innerJoin('p', 'p.o_id', 'o.id').selectAll().execute(); }`, verdict: 'unproven', why: 'nobody knows what it reads' },
  { name: 'a builder from elsewhere, more columns', code: `export function run(q: SelectQueryBuilder<DB, 'o', {}>) { return q.select((eb) => jsonArrayFrom(eb.selectFrom('p').select('p.id')).as('ps')).execute(); }`, verdict: 'unproven', why: 'they are read from another table' },
  ...(
    [
      ['camelCase: tenantId is tenant_id', 'any.withPlugin(new CamelCasePlugin())', 'tenantId', 'scoped', 'the plugin renames it'],
      ['camelCase: another column', 'any.withPlugin(new CamelCasePlugin())', 'customerId', 'unscoped', 'no tenant'],
      ['camelCase: no plugin', 'any', 'tenantId', 'unscoped', 'there is no such column'],
      ['camelCase: plugin taken off', 'any.withPlugin(new CamelCasePlugin()).withoutPlugins()', 'tenantId', 'unscoped', 'nothing renames it'],
      ['camelCase: options as by default', 'any.withPlugin(new CamelCasePlugin({ underscoreBeforeDigits: false, maintainNestedObjectKeys: true }))', 'tenantId', 'scoped', 'the plugin renames it'],
      ['camelCase: option upperCase', 'any.withPlugin(new CamelCasePlugin({ upperCase: true }))', 'tenantId', 'unproven', 'it is TENANT_ID then'],
      ['camelCase: options from elsewhere', 'any.withPlugin(new CamelCasePlugin(options))', 'tenantId', 'unproven', 'nothing is known of them'],
      ['camelCase: of the instance', 'new Instance<any>({ dialect, plugins: [new CamelCasePlugin()] })', 'tenantId', 'scoped', 'the instance has it'],
      ['camelCase: instance with another plugin', 'new Instance<any>({ dialect, plugins: [new ParseJSONResultsPlugin()] })', 'tenantId', 'unscoped', 'that one renames nothing'],
      ['camelCase: of the instance, perhaps', 'new Instance<any>({ dialect, plugins: options ? [new CamelCasePlugin()] : [] })', 'tenantId', 'unscoped', 'or not'],
      ['camelCase: plugin, perhaps', 'options ? any.withPlugin(new CamelCasePlugin()) : any', 'tenantId', 'unscoped', 'or not'],
      ['camelCase: one plugin or another', 'any.withPlugin(options ? new CamelCasePlugin() : new ParseJSONResultsPlugin())', 'tenantId', 'unscoped', 'or not'],
      ['camelCase: of the instance, another column', 'new Instance<any>({ dialect, plugins: [new CamelCasePlugin()] })', 'customerId', 'unscoped', 'no tenant'],
    ] as const
  ).map(([name, handle, column, verdict, why]): Case => ({
    name,
    code: `import { CamelCasePlugin, Kysely as Instance, ParseJSONResultsPlugin } from 'kysely'; declare const dialect: any; export async function f(any: Kysely<any>, a: Auth, options: any) { const camel = ${handle}; return camel.transaction().execute((trx) => trx.selectFrom('o').select(['id', 'customerId']).where('${column}', '=', a.tenantId).execute()); }`.replace("'customerId'])", "'status'])"),
    verdict,
    why,
  })),
];
