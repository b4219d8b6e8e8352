import { expect, it } from 'vitest';
import { analyzeFiles } from './cases.ts';

const code = `import type { DB, Db } from './db.js';
import type { Insertable } from 'kysely';
import type { Auth, TenantId } from './tenant.js';
const rest = { id: 'x', customer_id: 'c', status: 's', total: 1 };
export async function a(db: Db, x: { tenant?: TenantId }) { await db.insertInto('o').values({ ...rest, tenant_id: x.tenant as TenantId }).execute(); }
export async function b(db: Db, x: Auth) { await db.insertInto('o').values({ ...rest, tenant_id: x.tenantId }).execute(); }
export async function c(db: Db, row: Insertable<DB['o']>) { await db.insertInto('o').values(row).execute(); }
export async function d(db: Db, row: Partial<Insertable<DB['o']>>) { await db.insertInto('o').values(row as Insertable<DB['o']>).execute(); }
`;

const whysOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const { sites } = await analyzeFiles({ 'src/rows.ts': code, ...files });
  return sites.map((s) => `${s.line} ${s.verdict} ${s.findings.filter((f) => f.refusal.rule === 'no-unstamped-insert').map((f) => f.refusal.why).join('; ')}`);
};

const loose = JSON.stringify({ compilerOptions: { strict: true, strictNullChecks: false, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true, noEmit: true, types: [] }, include: ['src'] });

it('says why a column may be left to its default', async () => {
  expect(await whysOf({})).toMatchSnapshot();
});

it('says that the compiler does not keep undefined out', async () => {
  expect(await whysOf({ 'tsconfig.json': loose })).toMatchSnapshot();
});
