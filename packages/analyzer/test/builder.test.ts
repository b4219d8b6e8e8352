import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeCases, worstOf } from './cases.ts';
import { builderCases as cases } from './tables/builder.ts';
import type { Site } from '../src/index.ts';

describe('builders and data flow', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases.filter((c) => c.name !== 'not a database'))('$name: $verdict, $why', ({ name, verdict, rule }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
    if (rule !== undefined) expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(rule);
  });

  it('sees no site where nothing is a database', () => {
    expect(sites.get('not a database')).toEqual([]);
  });
});
