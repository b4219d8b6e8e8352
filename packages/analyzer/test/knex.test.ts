import { beforeAll, describe, expect, it } from 'vitest';
import { worstOf } from './cases.ts';
import { analyzeKnex } from './knex-project.ts';
import { knexCases as cases } from './tables/knex.ts';
import type { Site } from '../src/index.ts';

describe('Knex', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeKnex(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict, rule }) => {
    const found = sites.get(name) ?? [];
    const findings = found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`));
    expect(worstOf(found), findings.join('; ')).toBe(verdict);
    if (rule !== undefined) expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(rule);
  });
});
