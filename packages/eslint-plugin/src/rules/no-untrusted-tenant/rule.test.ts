import { describe, expect, it } from 'vitest';
import { lint, lintWith } from '../../../test/lint/lint.ts';

const rule = 'no-untrusted-tenant';

const f = (body: string): string => `export const f = (req: Request, a: AuthContext, s: string, x: any, u: unknown) => { void [req, a, s, x, u]; ${body} };`;
const cast = /is only cast to TenantId, which checks nothing: whoever chooses the value chooses whose rows/;

/** Name, code, the underlined texts, a part of the first message. */
const leaks: readonly (readonly [name: string, code: string, at: readonly string[], message: RegExp])[] = [
  ['a tenant of the request', "export const f = (req: Request) => db.selectFrom('orders').selectAll().where('tenant_id', '=', req.body['t'] as never).execute();", ["'orders'"], /req\.body/],
  ['a cast', f('return s as TenantId;'), ['s as TenantId'], cast],
  ['an old cast', f('return <TenantId>s;'), ['<TenantId>s'], cast],
  ['a cast in two steps', f('return req as unknown as TenantId;'), ['req as unknown as TenantId'], /`req` is only cast/],
  ['a cast by never', f('return req as never as TenantId;'), ['req as never as TenantId'], /`req` is only cast/],
  ['any', f('return x as TenantId;'), ['x as TenantId'], cast],
  ['unknown', f('return u as TenantId;'), ['u as TenantId'], cast],
  ['a constant', f("return 'acme' as TenantId;"), ["'acme' as TenantId"], /`'acme'` is only cast/],
  ['a template', f('return `t-${s}` as TenantId;'), ['`t-${s}` as TenantId'], cast],
  ['a part of the request', f("return req.query['tenant'] as TenantId;"), ["req.query['tenant'] as TenantId"], cast],
  ['a union', f('return s as TenantId | undefined;'), ['s as TenantId | undefined'], cast],
  ['a list', f('return [s] as TenantId[];'), ['[s] as TenantId[]'], cast],
  ['a readonly list', f('return x as readonly TenantId[];'), ['x as readonly TenantId[]'], cast],
  ['a promise', f('return Promise.resolve(s) as Promise<TenantId>;'), ['Promise.resolve(s) as Promise<TenantId>'], cast],
  ['a member of an object', f('return x as { tenant: TenantId };'), ['x as { tenant: TenantId }'], cast],
  ['an object with a trusted member', f("return { tenantId: req.body['t'], userId: 'x' } as AuthContext;"), ["{ tenantId: req.body['t'], userId: 'x' } as AuthContext"], /only cast to AuthContext/],
  ['an object with a trusted member, in two steps', f("return { tenantId: s } as unknown as AuthContext;"), ['{ tenantId: s } as unknown as AuthContext'], /only cast to AuthContext/],
  ['a body', f('return JSON.parse(s) as AuthContext;'), ['JSON.parse(s) as AuthContext'], /only cast to AuthContext/],
  ['an object that is spread', f("return { ...x } as AuthContext;"), ['{ ...x } as AuthContext'], /only cast to AuthContext/],
  ['a cast inside of another', f("return { tenantId: s as TenantId } as AuthContext;"), ['s as TenantId'], cast],
  ['an alias', `type Tenant = TenantId; ${f('return s as Tenant;')}`, ['s as Tenant'], cast],
  ['an import type', f("return s as import('./auth.ts').TenantId;"), ["s as import('./auth.ts').TenantId"], cast],
  ['a member of a type', f("return s as AuthContext['tenantId'];"), ["s as AuthContext['tenantId']"], cast],
  ['a function that gives a tenant', f('return x as () => TenantId;'), ['x as () => TenantId'], cast],
  ['a renamed import', "import type { TenantId as Tenant } from './auth.ts';\nexport const f = (s: string) => s as Tenant;", ['s as Tenant'], cast],
  ['a whole module', "import type * as auth from './auth.ts';\nexport const f = (s: string) => s as auth.TenantId;", ['s as auth.TenantId'], cast],
  ['a type parameter', "export const f = <T extends string>(s: T) => s as unknown as TenantId;", ['s as unknown as TenantId'], cast],
  ['an argument', f("return db.selectFrom('countries').selectAll().where('code', '=', s as TenantId).execute();"), ['s as TenantId'], cast],
];

const fine: readonly (readonly [name: string, code: string])[] = [
  ['a trusted tenant', f("return db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId).execute();")],
  ['what has the type', f('return a.tenantId as TenantId;')],
  ['what has the type, in two steps', f('return a.tenantId as unknown as TenantId;')],
  ['what a source gives', f('return requireTenant(req) as TenantId;')],
  ['what a guard has checked', f('assertMember(s); return s as TenantId;')],
  ['a wider type', f('return a.tenantId as TenantId | undefined;')],
  ['undefined', f('return undefined as TenantId | undefined;')],
  ['null', f('return null as unknown as TenantId;')],
  ['an empty list', f('return [] as TenantId[];')],
  ['a list of tenants', f('return [a.tenantId] as readonly TenantId[];')],
  ['an object with a trusted tenant', f('return { tenantId: a.tenantId } as AuthContext;')],
  ['an object without one', f('return { userId: s } as AuthContext;')],
  ['an object that has the type', f('return a as AuthContext;')],
  ['satisfies', f('return a.tenantId satisfies TenantId;')],
  ['!', f('const t: TenantId | undefined = a.tenantId; return t!;')],
  ['as const', f("return ['x'] as const;")],
  ['another type', f('return x as { userId: string };')],
  ['another member of a type', f("return x as AuthContext['userId'];")],
  ['a function that takes a tenant', f('return x as (t: TenantId) => void;')],
  ['away from the type', f('return a.tenantId as string;')],
  ['a type predicate', f('const is = (v: string): v is TenantId => v.length > 3; if (is(s)) return s as TenantId; return undefined;')],
];

const minting = `export type TenantId = string & { readonly tenant: unique symbol };
export interface AuthContext { readonly tenantId: TenantId; readonly userId: string }
export const requireTenant = (s: string): TenantId => s as TenantId;
export function assertMember(tenant: string): asserts tenant is TenantId { void tenant; }
`;

describe(rule, () => {
  it.each(leaks)('reports %s', async (_, code, at, message) => {
    const reports = await lintWith(rule, code);
    expect(reports.map((r) => r.at)).toEqual(at);
    expect(reports[0]?.message).toMatch(message);
  });

  it.each(fine)('leaves %s alone', async (_, code) => {
    expect(await lintWith(rule, code)).toEqual([]);
  });

  it('lets the file cast that makes tenants', async () => {
    expect(await lint(minting, { [`tenantscope/${rule}`]: 'error' }, 'src/auth.ts')).toEqual([]);
  });
});
