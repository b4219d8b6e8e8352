import { describe, expect, it } from 'vitest';
import { hardCases } from './hard-cases.ts';
import { judge } from './judge.ts';

describe('the hard cases of the specification', () => {
  it.each(hardCases.map((c) => [`#${c.id} ${c.name}`, c] as const))('%s', (_, c) => {
    const proof = judge(c.sql, c);
    expect({ verdict: proof.verdict, refusals: proof.verdict === c.verdict ? [] : proof.refusals }).toEqual({ verdict: c.verdict, refusals: [] });
    if (c.rule !== undefined) expect(proof.refusals.filter((r) => r.verdict === c.verdict).map((r) => r.rule)).toContain(c.rule);
  });

  it('explains what it proved and why it refused', () => {
    for (const c of hardCases) {
      const { verdict, refusals, steps } = judge(c.sql, c);
      if (verdict === 'scoped') expect(refusals).toEqual([]);
      else expect(refusals.every((r) => r.message.length > 0 && r.why.length > 0)).toBe(true);
      for (const step of steps) expect(step.by.length, `${c.sql}: ${step.table}`).toBeGreaterThan(0);
    }
  });
});
