import { describe, expect, it } from 'vitest';
import { hardCases } from '../hard-cases.ts';
import { judge } from '../judge.ts';
import { render, type ProofCase } from './case.ts';
import { choices } from './choices.ts';
import { ctes } from './ctes.ts';
import { joins } from './joins.ts';
import { models } from './models.ts';
import { names } from './names.ts';
import { predicates } from './predicates.ts';
import { queries } from './queries.ts';
import { writes } from './writes.ts';

const tables: Readonly<Record<string, readonly ProofCase[]>> = { predicates, choices, joins, names, queries, ctes, writes };

describe.each(Object.entries(tables))('proofs: %s', (_, cases) => {
  it.each(cases)('$name', ({ sql, verdict, rule, model = 'hard', ...values }) => {
    const proof = judge(sql, values, models[model]);
    expect({ verdict: proof.verdict, refusals: proof.verdict === verdict ? [] : proof.refusals }).toEqual({ verdict, refusals: [] });
    if (rule !== undefined) expect(proof.refusals.filter((r) => r.verdict === verdict).map((r) => r.rule)).toContain(rule);
    expect(render(sql, proof)).toMatchSnapshot();
  });
});

describe('proofs: the hard cases', () => {
  it.each(hardCases.map((c) => ({ ...c, values: [c.trusted, c.notNull].join(' ') })))('$sql $values', (c) => {
    expect(render(c.sql, judge(c.sql, c))).toMatchSnapshot();
  });
});
