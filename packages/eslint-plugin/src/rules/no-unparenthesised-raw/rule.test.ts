import { describe, expect, it } from 'vitest';
import { lint, lintWith } from '../../../test/lint/lint.ts';

const rule = 'no-unparenthesised-raw';

const scoped = "db.selectFrom('orders').selectAll().where('tenant_id', '=', a.tenantId)";
/** A query of a tenant with one more method in its chain. */
const query = (more: string, before = ''): string => `export const f = (a: AuthContext, x: string, c: boolean) => { void [x, c]; ${before} return ${scoped}${more}.execute(); };`;

const open = "status = 'x' or note is null";
const raw = `sql<boolean>\`${open}\``;
const condition = /puts this OR among the other conditions without parentheses/;

/** Name, code, the underlined text, a part of the message. */
const leaks: readonly (readonly [name: string, code: string, at: string, message: RegExp])[] = [
  ['where', query(`.where(${raw})`), open, condition],
  ['where, with spaces around the text', query(`.where(sql<boolean>\` ${open} \`)`), open, condition],
  ['OR in capitals', query(".where(sql<boolean>`status = 'x' OR note is null`)"), "status = 'x' OR note is null", condition],
  ['an OR of three', query(".where(sql<boolean>`total = 1 or total = 2 or total = 3`)"), 'total = 1 or total = 2 or total = 3', condition],
  ['an OR after an AND', query(".where(sql<boolean>`total = 1 and status = 'x' or note is null`)"), "total = 1 and status = 'x' or note is null", condition],
  ['an OR of parts in parentheses', query(".where(sql<boolean>`(total = 1) or (total = 2)`)"), '(total = 1) or (total = 2)', condition],
  ['a text over two lines', query(".where(sql<boolean>`\n  total = 1\n  or total = 2\n`)"), 'total = 1\n  or total = 2', condition],
  ['values in the text', query(".where(sql<boolean>`status = ${x} or note = ${x}`)"), 'status = ${x} or note = ${x}', condition],
  ['names in the text', query(".where(sql<boolean>`${sql.ref('status')} = ${x} or exists (select 1 from ${sql.table('countries')})`)"), "${sql.ref('status')} = ${x} or exists (select 1 from ${sql.table('countries')})", condition],
  ['a comment before it', query(".where(sql<boolean>`/* why */ total = 1 or total = 2`)"), '/* why */ total = 1 or total = 2', condition],
  ['having', query(`.groupBy('id').having(${raw})`), open, condition],
  ['on', query(`.innerJoin('customers as c', (j) => j.onRef('c.tenant_id', '=', 'orders.tenant_id').on(${raw}))`), open, condition],
  ['filterWhere', query(`.select((eb) => eb.fn.countAll().filterWhere('total', '>', 1).filterWhere(${raw}).as('n'))`), open, condition],
  ['eb.and of a list', query(`.where((eb) => eb.and([eb('total', '>', 1), ${raw}]))`), open, condition],
  ['and taken out of the builder', query(`.where(({ eb, and }) => and([eb('total', '>', 1), ${raw}]))`), open, condition],
  ['and under another name', query(`.where(({ eb, and: every }) => every([eb('total', '>', 1), ${raw}]))`), open, condition],
  ['and of an expression', query(`.where((eb) => eb('total', '>', 1).and(${raw}))`), open, condition],
  ['not', query(`.where((eb) => eb.not(${raw}))`), open, /negates this OR/],
  ['the left side of a comparison', query(`.where(${raw}, '=', true)`), open, /compares this OR/],
  ['the right side of a comparison', query(`.where((eb) => eb(eb.lit(true), '=', ${raw}))`), open, /compares this OR/],
  ['a callback', query(`.where(() => ${raw})`), open, condition],
  ['a callback with a block', query(`.where(() => { if (c) return sql<boolean>\`true\`; return ${raw}; })`), open, condition],
  ['a const', query('.where(either)', `const either = ${raw};`), open, condition],
  ['a const of the module', `const either = ${raw}; ${query('.where(either)')}`, open, condition],
  ['a const that is used twice', query('.where(either).where(either)', `const either = ${raw};`), open, condition],
  ['a const in a list', query('.where((eb) => eb.and(all))', `const either = ${raw}; const all = [either];`), open, condition],
  ['one arm of a conditional', query(`.where(c ? ${raw} : sql<boolean>\`true\`)`), open, condition],
  ['a cast', query(`.where(sql\`${open}\` as RawBuilder<boolean>)`), open, condition],
  ['$castTo', query(`.where(sql\`${open}\`.$castTo<boolean>())`), open, condition],
  ['sql.raw', query(`.where(sql.raw<boolean>("total = 1 or total = 2"))`), 'total = 1 or total = 2', condition],
  ['sql by another name', `import { sql as text } from 'kysely';\nimport { db } from './db.ts';\nimport type { AuthContext } from './auth.ts';\nexport const f = (a: AuthContext) => ${scoped}.where(text<boolean>\`${open}\`).execute();`, open, condition],
  ['sql of the whole module', `import * as kysely from 'kysely';\nimport { db } from './db.ts';\nimport type { AuthContext } from './auth.ts';\nexport const f = (a: AuthContext) => ${scoped}.where(kysely.sql<boolean>\`${open}\`).execute();`, open, condition],
  ['an update', `export const f = (a: AuthContext) => db.updateTable('orders').set({ status: 'x' }).where('tenant_id', '=', a.tenantId).where(${raw}).execute();`, open, condition],
  ['a delete', `export const f = (a: AuthContext) => db.deleteFrom('orders').where('tenant_id', '=', a.tenantId).where(${raw}).execute();`, open, condition],
  ['an upsert', `export const f = (a: AuthContext) => db.insertInto('products').values({ tenant_id: a.tenantId, name: 'x' }).onConflict((o) => o.column('id').doUpdateSet({ name: 'y' }).where('products.tenant_id', '=', a.tenantId).where(sql<boolean>\`products.name = 'a' or products.name = 'b'\`)).execute();`, "products.name = 'a' or products.name = 'b'", condition],
];

const fine: readonly (readonly [name: string, code: string])[] = [
  ['parentheses', query(`.where(sql<boolean>\`(${open})\`)`)],
  ['an OR inside of AND', query(".where(sql<boolean>`total = 1 and (status = 'x' or note is null)`)")],
  ['an OR in a CASE', query(".where(sql<boolean>`case when total = 1 or total = 2 then true else false end`)")],
  ['an OR in a sub-query', query(".where(sql<boolean>`exists (select 1 from countries where code = 'a' or code = 'b')`)")],
  ['the word in a string', query(".where(sql<boolean>`status = 'this or that'`)")],
  ['the word in a comment', query(".where(sql<boolean>`total = 1 /* or 2 */`)")],
  ['the word in a name', query('.where(sql<boolean>`"this or that" = 1`)')],
  ['a part of a word', query(".where(sql<boolean>`ordinal > 1`)")],
  ['eb.or, which needs none', query(`.where((eb) => eb.or([eb('total', '>', 1), ${raw}]))`)],
  ['or of an expression', query(`.where((eb) => eb('total', '>', 1).or(${raw}))`)],
  ['eb.parens', query(`.where((eb) => eb.parens(${raw}))`)],
  ['a selection', query(`.select(${raw}.as('either'))`)],
  ['an order', query(`.orderBy(${raw})`)],
  ['a const that is not used', query('', `const either = ${raw}; void either;`)],
  ['a text that cannot be read, which the prover refuses', query(".where(sql<boolean>`status = 'x' or or`)")],
  ['a whole statement', `export const f = () => sql\`select * from countries where code = 'a' or code = 'b'\`.execute(db);`],
  ['a tag of something else', "declare const text: (s: TemplateStringsArray) => string; declare const list: { where(s: string): void }; export const f = () => { list.where(text`a or b`); };"],
  ['a fragment for another builder', `declare const list: { where(s: unknown): void; and(s: unknown[]): void }; export const f = () => { list.where(${raw}); list.and([${raw}]); };`],
  ['a query of scoped-kysely, which adds them', `declare const s: import('scoped-kysely').ScopedKysely<import('./db.ts').DB>; export const f = () => s.selectFrom('orders').selectAll().where(${raw}).where((eb) => eb.and([${raw}])).execute();`],
];

const withType = (code: string): string => code.replace('as RawBuilder', "as import('kysely').RawBuilder");

describe(rule, () => {
  it.each(leaks)('reports %s', async (_, code, at, message) => {
    const reports = await lintWith(rule, withType(code));
    expect(reports.map((r) => r.at)).toEqual([at]);
    expect(reports[0]?.message).toMatch(message);
    expect(reports[0]?.suggestions.map((s) => s.desc)).toEqual(['Put parentheses around the text of the fragment']);
    const mended = reports[0]?.suggestions[0]?.output ?? '';
    expect(mended).toContain(`(${at})`);
    expect(await lintWith(rule, mended)).toEqual([]);
  });

  it.each(fine)('leaves %s alone', async (_, code) => {
    expect(await lintWith(rule, code)).toEqual([]);
  });

  it('has the query proved with its suggestion', async () => {
    const code = query(`.where(${raw})`);
    expect((await lint(code)).map((r) => r.rule).sort()).toEqual([rule, 'no-unscoped-query']);
    const [report] = await lintWith(rule, code);
    expect(await lint(report?.suggestions[0]?.output ?? '')).toEqual([]);
  });

  it('suggests nothing where parentheses would not close', async () => {
    const [report] = await lintWith(rule, query('.where(sql<boolean>`total = 1 or total = 2 -- why`)'));
    expect(report?.suggestions).toEqual([]);
  });

  it('reads JavaScript', async () => {
    const code = `import { sql } from 'kysely';\nimport { db } from './db.ts';\n/** @param {import('./auth.ts').AuthContext} a */\nexport const f = (a) => ${scoped}.where(sql\`${open}\`.$castTo()).execute();\n`;
    expect(await lint(code, { [`tenantscope/${rule}`]: 'error' }, 'src/linted.js')).toMatchObject([{ at: open, message: expect.stringMatching(condition) as string }]);
  });
});
