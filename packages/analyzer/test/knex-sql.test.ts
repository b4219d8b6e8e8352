import { beforeAll, describe, expect, it } from 'vitest';
import createKnex from 'knex';
import { prove, readSql, type TenantModel, type ValueFacts, type Verdict } from '@tenantscope/core';
import { testModel, worstOf } from './cases.ts';
import { analyzeKnex, snippetCode } from './knex-project.ts';
import { type Snippet, snippets } from './tables/knex-sql.ts';
import type { Site } from '../src/index.ts';

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };
const tenant = 'the tenant';

/** What Knex sends for a snippet. */
const sent = ({ code }: Snippet): { readonly sql: string; readonly bindings: readonly unknown[] } => {
  const k = createKnex({ client: 'pg' });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the snippets are the test's own
  const build = new Function('k', 't', 'x', `return ${code};`) as (...args: unknown[]) => { toSQL: () => { toNative: () => { sql: string; bindings: unknown[] } } };
  return build(k, tenant, 'text').toSQL().toNative();
};

/** Values that the code says are values in the text; one that stands in two places is one. */
const inlined = (sql: string, bindings: readonly unknown[]): string =>
  sql.replace(/\$(\d+)/g, (_, digits: string) => {
    const value = bindings[Number(digits) - 1];
    return value === null || typeof value === 'number' ? String(value) : `$${bindings.indexOf(value) + 1}`;
  });

/** The verdict on what Knex sends. */
const proved = (snippet: Snippet, model: TenantModel): Verdict => {
  const { sql, bindings } = sent(snippet);
  const facts = (key: string): ValueFacts => {
    const isTenant = bindings[Number(key.slice(1)) - 1] === tenant;
    return { trust: isTenant ? 'trusted' : 'unknown', nonNull: isTenant, label: key, origin: key, rule: 'unproven-value' };
  };
  return readSql(inlined(sql, bindings)).statements.reduce<Verdict>((worst, { statement }) => {
    const { verdict } = prove(statement, model, facts);
    return rank[verdict] > rank[worst] ? verdict : worst;
  }, 'scoped');
};

describe('what Knex sends', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  let model: TenantModel;
  beforeAll(async () => {
    model = await testModel();
    sites = await analyzeKnex(snippets.map((s) => ({ name: s.code, code: snippetCode(s) })));
  });

  it.each(snippets.map((snippet) => [snippet.code, snippet] as const))('%s', (_, snippet) => {
    const expected = snippet.unproven === undefined ? proved(snippet, model) : 'unproven';
    const found = sites.get(snippet.code) ?? [];
    expect(worstOf(found), `${sent(snippet).sql}: ${found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)).join('; ')}`).toBe(expected);
  });
});
