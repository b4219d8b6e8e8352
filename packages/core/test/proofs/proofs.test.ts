import { describe, expect, it } from 'vitest';
import { hardCases } from '../hard-cases.ts';
import { judge } from '../judge.ts';
import { render } from './case.ts';
import { models } from './models.ts';
import { tables } from './tables.ts';

describe.each(Object.entries(tables))('proofs: %s', (_table, cases) => {
  it.each(cases.map((c) => [c.name, c] as const))('%s', (_, { sql, verdict, rule, model = 'hard', ...values }) => {
    const proof = judge(sql, values, models[model]);
    expect({ verdict: proof.verdict, refusals: proof.verdict === verdict ? [] : proof.refusals }).toEqual({ verdict, refusals: [] });
    if (rule !== undefined) expect(proof.refusals.filter((r) => r.verdict === verdict).map((r) => r.rule)).toContain(rule);
    expect(render(sql, proof)).toMatchSnapshot();
  });
});

describe('proofs: the hard cases', () => {
  it.each(hardCases.map((c) => [`${c.sql} ${[c.trusted, c.notNull].join(' ')}`, c] as const))('%s', (_, c) => {
    expect(render(c.sql, judge(c.sql, c))).toMatchSnapshot();
  });
});
