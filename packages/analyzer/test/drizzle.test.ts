import { beforeAll, describe, expect, it } from 'vitest';
import { worstOf } from './cases.ts';
import { analyzeDrizzle, provenOf } from './drizzle-project.ts';
import { drizzleCases } from './tables/drizzle.ts';
import { drizzleAttacks } from './tables/drizzle-attacks.ts';
import type { Site } from '../src/index.ts';

const cases = [...drizzleCases, ...drizzleAttacks];

describe('Drizzle', () => {
  let sites: ReadonlyMap<string, readonly Site[]>;
  beforeAll(async () => {
    sites = await analyzeDrizzle(cases);
  }, 120_000);

  it.each(cases)('$name: $verdict, $why', ({ name, verdict, rule }) => {
    const found = sites.get(name) ?? [];
    expect({ verdict: worstOf(found), findings: found.flatMap((s) => s.findings.map((f) => `${f.refusal.rule}: ${f.refusal.why}`)) }).toMatchObject({ verdict });
    if (rule !== undefined) expect(found.flatMap((s) => s.findings.map((f) => f.refusal.rule))).toContain(rule);
  });

  it.each(cases.filter((c) => !c.unrun))('sends what is judged: $name', async (c) => {
    expect(await provenOf(c)).toBe(c.sent ?? c.verdict);
  });
});
