import { rules } from '@tenantscope/core';
import { describe, expect, it } from 'vitest';
import { databaseProject, tenantscope } from './run.ts';

/** The surroundings of an example: a typed Kysely handle, a trusted tenant, a request. */
const around = (code: string): string => `import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
export type TenantId = string & { readonly tenant: unique symbol };
interface DB { orders: { id: string; tenant_id: string; status: string } }
declare const db: Kysely<DB>;
declare const request: { query: Record<string, string> };
declare const filters: unknown;
declare const applyFilters: (query: any, filters: unknown) => SelectQueryBuilder<DB, 'orders', object>;
export const example = async (tenantId: TenantId) => {
${code}
};
`;

const judge = async (code: string) => {
  const directory = databaseProject({
    'src/example.ts': around(code),
    'tenantscope.config.ts': "export default { tenant: { column: 'tenant_id', types: ['TenantId'] }, schema: { types: 'src/example.ts#DB' } };",
  });
  const { stdout, stderr } = await tenantscope(['check', directory, '--format', 'json']);
  expect(stderr).toBe('');
  const { sites } = JSON.parse(stdout) as { sites: { verdict: string; rule?: string }[] };
  return sites.map(({ verdict, rule }) => ({ verdict, rule }));
};

describe.concurrent.each(rules.filter((r) => r.fails.language === 'ts'))('the examples of $id', (rule) => {
  it('fails under the rule', async () => {
    expect(await judge(rule.fails.code)).toEqual([{ verdict: rule.verdict, rule: rule.id }]);
  });

  it('passes', async () => {
    expect(await judge(rule.passes.code)).toEqual([{ verdict: 'scoped', rule: undefined }]);
  });
});
