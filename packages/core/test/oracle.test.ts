import { beforeAll, describe, expect, it } from 'vitest';
import { type HardCase, hardCases } from './hard-cases.ts';
import { interference, Oracle, type Parameter, tenantA, tenantB } from './oracle.ts';

const seeds = [11, 23, 37, 41, 59, 67];

/** Values a stranger may send for a parameter that is not the tenant; those of a wrong type fail and say nothing. */
const strangers: readonly Parameter[] = [tenantB, 3, 4, 'x', [tenantA, tenantB]];

const parameterSets = (c: HardCase): readonly (readonly Parameter[])[] => {
  const numbers = [...c.sql.matchAll(/\$(\d+)/g)].map((m) => Number(m[1]));
  const count = Math.max(0, ...numbers);
  const trusted = c.trusted ?? ['$1'];
  const choices = Array.from({ length: count }, (_, i): readonly Parameter[] => {
    if (!trusted.includes(`$${i + 1}`)) return strangers;
    return [tenantA, [tenantA], ...(c.notNull?.includes(`$${i + 1}`) || c.verdict === 'scoped' ? [] : [null])];
  });
  return choices.reduce<readonly (readonly Parameter[])[]>((sets, options) => sets.flatMap((set) => options.map((o) => [...set, o])), [[]]);
};

/** A uniqueness conflict shows that a row exists: the specification takes that one bit for safe (case 113). */
const existenceBit = (c: HardCase): boolean => c.sql.includes('on conflict');

const runnable = hardCases.filter((c) => !/^(copy|declare|begin|prepare|lock|do |call|alter|refresh|create|set |reset|explain)/.test(c.sql));
const trials = runnable.flatMap((c) => parameterSets(c).map((parameters) => ({ case: c, sql: c.sql, parameters })));

/** What was seen of each case: how often it ran, and how it leaked. */
const outcomes = new Map<HardCase, { ran: number; leaks: Set<string> }>();

beforeAll(async () => {
  const oracle = await Oracle.open();
  try {
    for (const seed of seeds) {
      const one = await oracle.observeAll(trials, seed, 1);
      const two = await oracle.observeAll(trials, seed, 2);
      trials.forEach((trial, i) => {
        const outcome = outcomes.get(trial.case) ?? { ran: 0, leaks: new Set() };
        outcomes.set(trial.case, outcome);
        if (one[i] && two[i]) outcome.ran += 1;
        const leak = interference(one[i], two[i]);
        if (leak !== undefined) outcome.leaks.add(leak);
      });
    }
  } finally {
    await oracle.close();
  }
}, 240_000);

const titled = (verdict: HardCase['verdict'], keep: (c: HardCase) => boolean): [string, HardCase][] =>
  runnable.filter((c) => c.verdict === verdict && keep(c)).map((c) => [`#${c.id} ${c.name}`, c]);

describe('PostgreSQL agrees', () => {
  it.each(titled('scoped', (c) => !existenceBit(c)))('scoped, and nothing interferes: %s', (_, c) => {
    const outcome = outcomes.get(c);
    expect(outcome?.ran).toBeGreaterThan(0);
    expect([...(outcome?.leaks ?? [])]).toEqual([]);
  });

  it('shows most refused cases to leak', () => {
    const refused = titled('unscoped', () => true).map(([, c]) => c);
    const shown = refused.filter((c) => (outcomes.get(c)?.leaks.size ?? 0) > 0);
    // The others need rows that this small database lacks, or fail on a key before they leak. The floor only moves up.
    expect(shown.length).toBeGreaterThanOrEqual(76);
  });
});
