import { buildModel, loadSqlReader, prove, type Proof, readExpression, readSchema, readSql, type Statement, type TenantModel, type Verdict } from '@tenantscope/core';
import { trustedKeys } from './generate/parameter.ts';
import type { Table } from './generate/scope.ts';
import { tablesOf } from './generate/tables.ts';
import { labConfiguration, labSchema, labViews } from './schema.ts';

await loadSqlReader();

const modelOf = (): TenantModel => {
  const { schema, problems } = readSchema([{ name: 'schema.sql', text: labSchema }]);
  if (problems.length > 0) throw new Error(`the schema of the laboratory does not parse: ${JSON.stringify(problems)}`);
  return buildModel(labConfiguration, schema, readExpression);
};

export const labModel = modelOf();

/** What generated statements are about. */
export const labTables: readonly Table[] = tablesOf(labModel, labViews);

/** The prover on a statement; the tenant's parameters are trusted, and may be NULL. */
export const judge = (statement: Statement): Proof =>
  prove(statement, labModel, (key) => {
    const trusted = trustedKeys.includes(key);
    return { trust: trusted ? 'trusted' : 'untrusted', nonNull: false, label: key, origin: trusted ? 'declared trusted' : 'a parameter of the request' };
  });

/** The one statement of a text. */
export const read = (sql: string): Statement => {
  const { statements } = readSql(sql);
  const [only] = statements;
  if (statements.length !== 1 || !only) throw new Error(`expected one statement in ${sql}`);
  return only.statement;
};

/** What decides: the prover, or in tests of the laboratory something that lies. */
export type Decide = (statement: Statement) => Verdict;

export const decide: Decide = (statement) => judge(statement).verdict;
