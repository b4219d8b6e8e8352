import { beforeAll, expect, it } from 'vitest';
import type { Site } from '../src/index.ts';
import { analyzeCases, type Case, worstOf } from './cases.ts';

/** Each case of a table has its verdict, and the rule among the findings that it names. */
export const itDecides = (cases: readonly Case[]): void => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeCases(cases);
  });

  it.each(cases)('$name: $verdict, $why', ({ name, verdict, rule }) => {
    const found = sites.get(name) ?? [];
    const findings = found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`));
    expect({ verdict: worstOf(found), findings }).toMatchObject({ verdict });
    if (rule !== undefined) expect(findings.join('\n')).toContain(`${rule}: `);
  });
};
