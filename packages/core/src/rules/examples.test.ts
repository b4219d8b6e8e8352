import { beforeAll, describe, expect, it } from 'vitest';
import { buildModel } from '../model/build.ts';
import type { TenantModel } from '../model/model.ts';
import { prove } from '../prover/prove.ts';
import { loadSqlReader, readExpression, readSql } from '../sql/read.ts';
import { readSchema } from '../sql/schema.ts';
import { exampleConfiguration, exampleSchema } from './example-schema.ts';
import { rules } from './index.ts';
import type { Example } from './rule.ts';

let model: TenantModel;

beforeAll(async () => {
  await loadSqlReader();
  const { schema, problems } = readSchema([{ name: 'example.sql', text: exampleSchema }]);
  expect(problems).toEqual([]);
  model = buildModel(exampleConfiguration, schema, readExpression);
});

const judge = ({ code }: Example) => {
  const { statements } = readSql(code);
  expect(statements).toHaveLength(1);
  const [only] = statements;
  if (!only) throw new Error('no statement');
  return prove(only.statement, model, (key) => ({
    trust: key === '$1' ? 'trusted' : 'untrusted',
    nonNull: true,
    label: key,
    origin: key === '$1' ? 'declared trusted' : 'a value of the request',
  }));
};

describe.each(rules.filter((r) => r.fails.language === 'sql'))('the examples of $id', (rule) => {
  it('fails under the rule', () => {
    const { verdict, refusals } = judge(rule.fails);
    expect({ verdict, rules: [...new Set(refusals.map((r) => r.rule))] }).toEqual({ verdict: rule.verdict, rules: [rule.id] });
  });

  it('passes', () => {
    expect(judge(rule.passes)).toMatchObject({ verdict: 'scoped', refusals: [] });
  });
});
