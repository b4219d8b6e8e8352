import type { Case } from '../cases.ts';

const marks = "const marks = ids.map((_, i) => `$${i + 2}`);";

/** Lists that become SQL text. */
export const textLists: readonly Case[] = [
  { name: 'placeholders joined', code: `export async function f(pool: Pool, a: Auth, ids: string[]) { ${marks} return pool.query(\`select * from o where tenant_id = $1 and id in (\${marks.join(', ')})\`, [a.tenantId, ...ids]); }`, verdict: 'scoped', why: 'the tenant is beside them; an empty list is refused by PostgreSQL' },
  { name: 'placeholders as they are', code: `export async function f(pool: Pool, a: Auth, ids: string[]) { ${marks} return pool.query(\`select * from o where tenant_id = $1 and id in (\${marks})\`, [a.tenantId, ...ids]); }`, verdict: 'scoped', why: 'a list becomes text as join makes it' },
  { name: 'placeholders and no tenant', code: `export async function f(pool: Pool, ids: string[]) { ${marks} return pool.query(\`select * from o where id in (\${marks})\`, ['x', ...ids]); }`, verdict: 'unscoped', why: 'no tenant' },
  { name: 'the tenant or placeholders', code: `export async function f(pool: Pool, a: Auth, ids: string[]) { ${marks} return pool.query(\`select * from o where tenant_id = $1 or id in (\${marks.join()})\`, [a.tenantId, ...ids]); }`, verdict: 'unscoped', why: 'the other alternative has no tenant' },
  { name: 'text of the client in a list', code: `export async function f(pool: Pool, a: Auth, req: Request) { const parts: string[] = req.body.parts; return pool.query(\`select * from o where tenant_id = $1 and id in (\${parts})\`, [a.tenantId]); }`, verdict: 'unproven', why: 'it may say anything' },
  { name: 'a list of conditions as it is', code: `export async function f(pool: Pool, a: Auth) { const parts = ['tenant_id = $1', 'total > 1']; return pool.query(\`select * from o where \${parts}\`, [a.tenantId]); }`, verdict: 'unproven', why: 'a comma stands between them, which PostgreSQL cannot read' },
  { name: 'an empty list and another fault', code: `export async function f(pool: Pool, a: Auth) { return pool.query('select * from o where tenant_id = $1 and id in () and', [a.tenantId]); }`, verdict: 'unproven', why: 'it cannot be read' },
  { name: 'in () inside a string', code: `export async function f(pool: Pool) { return pool.query("select * from o where status = 'in ()'"); }`, verdict: 'unscoped', why: 'a string is no list' },
  { name: 'an empty list in one of two statements', code: `export async function f(pool: Pool, ids: string[]) { ${marks} return pool.query(\`select * from o; select * from p where id in (\${marks})\`); }`, verdict: 'unscoped', why: 'the first has no tenant' },
];
