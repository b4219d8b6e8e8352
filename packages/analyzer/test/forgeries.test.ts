import { beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../src/index.ts';
import { analyzeFiles } from './cases.ts';

const imports = "import { requireTenant, type Auth, type Request, type TenantId } from './tenant.js'; import type { Db } from './db.js'; declare const db: Db; declare function register(...all: unknown[]): void;\n";
const query = "db.selectFrom('o').selectAll().where('tenant_id', '=', t).execute()";

/** Name, code, the casts that are reported. */
const cases: readonly (readonly [name: string, code: string, casts: readonly string[]])[] = [
  ['into a list that a library reads', `const known = new Set<TenantId>(); export const f = (req: Request) => { known.add(req.body.t as TenantId); register(known); };`, ['req.body.t as TenantId']],
  ['to a handler that is called by name', `const handlers = new Map([['list', (t: TenantId) => ${query}]]); export const f = (req: Request, name: string) => handlers.get(name)?.(req.params.t as TenantId);`, ['req.params.t as TenantId']],
  ['in a function without a query', 'export const tenantOf = (req: Request) => req.headers.t as TenantId;', ['req.headers.t as TenantId']],
  ['of an object', 'export const f = (req: Request) => { register({ tenantId: req.body.t } as Auth); };', ['{ tenantId: req.body.t } as Auth']],
  ['in two steps', 'export const f = (req: Request) => { register(req as unknown as Auth); };', ['req as unknown as Auth']],
  ['of a constant', "register('acme' as TenantId);", ["'acme' as TenantId"]],
  ['where a query was refused for it', `export const f = (req: Request) => { const t = req.body.t as TenantId; return ${query}; };`, []],
  ['where a query far away was refused for it', `const list = (t: TenantId) => ${query}; export const f = (req: Request) => list(req.body.t as TenantId);`, []],
  ['of what has the type', 'export const f = (a: Auth) => { register(a.tenantId as TenantId); };', []],
  ['of what a source gave', `export const f = (req: Request) => { const t = requireTenant(req).tenantId; register(t as string as TenantId); return ${query}; };`, []],
  ["of a column of the tenant's rows", "export const f = async (a: Auth) => { const row = await db.selectFrom('o').select('tenant_id').where('tenant_id', '=', a.tenantId).executeTakeFirstOrThrow(); register(row.tenant_id as string as TenantId); };", []],
  ["of a column of somebody's rows", "export const f = async (id: string) => { const row = await db.selectFrom('o').select('customer_id').where('id', '=', id).executeTakeFirstOrThrow(); register(row.customer_id as TenantId); };", ['row.customer_id as TenantId']],
  ['to something else', 'export const f = (req: Request) => { register(req.body as { id: string }); };', []],
];

describe('casts that make a tenant', () => {
  let sites: readonly Site[];
  beforeAll(async () => {
    const files = Object.fromEntries(cases.map(([, code], i) => [`src/case${i}.ts`, imports + code]));
    ({ sites } = await analyzeFiles({ ...files, 'src/orders.test.ts': `${imports}register('acme' as TenantId);` }));
  });

  it.each(cases.map(([name, , casts], i) => [name, casts, i] as const))('%s', (_, casts, i) => {
    const found = sites.filter((s) => s.file === `src/case${i}.ts` && s.operation === 'cast');
    expect(found.map((s) => s.text)).toEqual(casts);
    for (const { verdict, findings } of found) expect({ verdict, rules: findings.map((f) => f.refusal.rule) }).toEqual({ verdict: 'unscoped', rules: ['no-untrusted-tenant'] });
  });

  it('are left to tests, and to the modules that may make one', () => {
    expect(sites.filter((s) => s.operation === 'cast' && !s.file.startsWith('src/case'))).toEqual([]);
  });
});
