import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeCases, analyzeFiles } from './cases.ts';
import { positionCases as cases, unreachedCases as unproven } from './tables/position.ts';
import type { Site } from '../src/index.ts';

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
