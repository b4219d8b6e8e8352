import { rules } from '@tenantscope/core';
import { describe, expect, it } from 'vitest';
import { databaseProject, tenantscope } from './run.ts';

/** The surroundings of an example: typed handles of Kysely and scoped-kysely, a trusted tenant, a request. */
const around = (code: string): string => `import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { TenantDatabase } from 'scoped-kysely';
export type TenantId = string & { readonly tenant: unique symbol };
interface DB { orders: { id: string; tenant_id: string; status: string } }
declare const db: Kysely<DB>;
declare const scoped: TenantDatabase<DB, DB>;
declare const request: { query: Record<string, string> };
declare const filters: unknown;
declare const applyFilters: (query: any, filters: unknown) => SelectQueryBuilder<DB, 'orders', object>;
export const example = async (tenantId: TenantId) => {
${code}
};
`;

/** The checkout has no `dist` of scoped-kysely: its types are those of its sources. */
const tsconfig = '{ "compilerOptions": { "strict": true, "module": "nodenext", "noEmit": true, "allowImportingTsExtensions": true, "customConditions": ["source"] }, "include": ["src"] }';

const judge = async (code: string) => {
  const directory = databaseProject({
    'tsconfig.json': tsconfig,
    'src/example.ts': around(code),
    'tenantscope.config.ts': "export default { tenant: { column: 'tenant_id', types: ['TenantId'] }, schema: { types: 'src/example.ts#DB' } };",
  });
  const { stdout, stderr } = await tenantscope(['check', directory, '--format', 'json']);
  expect(stderr).toBe('');
  const { sites, findings } = JSON.parse(stdout) as { sites: { verdict: string; rule?: string; escape?: object; suppressions?: object[] }[]; findings: { rule: string }[] };
  return { findings: findings.map((f) => f.rule), sites: sites.map(({ verdict, rule, escape, suppressions }) => ({ verdict, rule, answeredFor: (escape ?? suppressions) !== undefined })) };
};

// The baseline's is shown by its own tests: it needs a baseline.
describe.concurrent.each(rules.filter((r) => r.fails.language === 'ts' && r.about !== 'baseline'))('the examples of $id', (rule) => {
  it('fails under the rule', async () => {
    const { sites, findings } = await judge(rule.fails.code);
    expect(findings).toContain(rule.id);
    if (rule.about === 'site') expect(sites).toMatchObject([{ verdict: rule.verdict, rule: rule.id }]);
  });

  it('passes', async () => {
    const { sites, findings } = await judge(rule.passes.code);
    expect(findings).toEqual([]);
    expect(sites).toMatchObject([{ rule: undefined }]);
    // A declared escape, and what a comment answers for, is what it is, and no finding.
    expect(sites.every((s) => s.answeredFor || s.verdict === 'scoped')).toBe(true);
  });
});
