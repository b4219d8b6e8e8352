import { describe, expect, it } from 'vitest';
import { analyzeFiles } from './cases.ts';

const imports = "import type { Kysely } from 'kysely';\nimport type { DB, Db } from './db.js';\nimport { requireTenant, type Request } from './tenant.js';\n";

const classes = Array.from({ length: 12 }, (_, i) => `export class C${i} extends ${i === 11 ? 'Kysely<DB>' : `C${i + 1}`} {}`).reverse();

/** Files → the query in them, which is to be judged alike wherever the file stands. */
const files = {
  first: `${imports}import type { C0 } from './classes.js';\nexport const first = (db: C0) => db.selectFrom('o').selectAll().execute();\n`,
  second: `${imports}import type { C7 } from './classes.js';\nexport const second = (req: Request, db: C7) => db.selectFrom('o').selectAll().where('tenant_id', '=', requireTenant(req).tenantId).execute();\n`,
  third: `${imports}export const third = (db: Db, table: 'p' | 'o' | 'log') => db.selectFrom(table).selectAll().execute();\n`,
  fourth: `${imports}export const fourth = (db: Db, table: 'log' | 'p') => db.deleteFrom(table).execute();\n`,
} as const;

const judged = async (names: readonly (keyof typeof files)[]): Promise<unknown> => {
  const { sites } = await analyzeFiles({
    'src/classes.ts': `import { Kysely } from 'kysely';\nimport type { DB } from './db.js';\n${classes.join('\n')}\n`,
    ...Object.fromEntries(names.map((name, i) => [`src/${String.fromCharCode(97 + i)}.ts`, files[name]])),
  });
  const ofFunction = (name: string): unknown => sites.filter((s) => s.function === name).map((s) => ({ verdict: s.verdict, findings: s.findings.map((f) => f.refusal.message) }));
  return Object.fromEntries(Object.keys(files).map((name) => [name, ofFunction(name)]));
};

describe('the order in which the compiler comes across types', () => {
  it('says nothing of a query', async () => {
    const one = await judged(['first', 'second', 'third', 'fourth']);
    expect(one).toMatchObject({ first: [{ verdict: 'unscoped' }], second: [{ verdict: 'scoped' }], third: [{ verdict: 'unscoped' }], fourth: [{ verdict: 'unscoped' }] });
    expect(await judged(['fourth', 'third', 'second', 'first'])).toEqual(one);
    expect(await judged(['second', 'fourth', 'first', 'third'])).toEqual(one);
  });
});
