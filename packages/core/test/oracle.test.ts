import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HardCase, hardCases } from './hard-cases.ts';
import { type Interference, Oracle, tenantA, tenantB } from './oracle.ts';

const seeds = [11, 23, 37, 41, 59, 67, 71, 83];

/** Values a stranger may send for a parameter that is not the tenant; those of a wrong type fail and say nothing. */
const strangers: readonly unknown[] = [tenantB, 1, 3, 'x', [tenantA, tenantB]];

const parameterSets = (c: HardCase): readonly (readonly unknown[])[] => {
  const numbers = [...c.sql.matchAll(/\$(\d+)/g)].map((m) => Number(m[1]));
  const count = Math.max(0, ...numbers);
  const trusted = c.trusted ?? ['$1'];
  const choices = Array.from({ length: count }, (_, i) => {
    if (!trusted.includes(`$${i + 1}`)) return strangers;
    return [tenantA, [tenantA], ...(c.notNull?.includes(`$${i + 1}`) || c.verdict === 'scoped' ? [] : [null])];
  });
  return choices.reduce<readonly (readonly unknown[])[]>((sets, options) => sets.flatMap((set) => options.map((o) => [...set, o])), [[]]);
};

let oracle: Oracle;
beforeAll(async () => {
  oracle = await Oracle.open();
});
afterAll(async () => {
  await oracle.close();
});

const search = async (c: HardCase): Promise<{ found?: Interference; tried: number }> => {
  let tried = 0;
  for (const parameters of parameterSets(c)) {
    for (const seed of seeds) {
      const outcome = await oracle.interferes(c.sql, parameters, seed);
      if (outcome === 'failed') continue;
      tried += 1;
      if (outcome !== 'none') return { found: outcome, tried };
    }
  }
  return { tried };
};

/** A uniqueness conflict shows that a row exists: the specification takes that one bit for safe (case 113). */
const existenceBit = (c: HardCase): boolean => /on conflict/.test(c.sql);

const runnable = hardCases.filter((c) => !/^(copy|declare|begin|prepare|lock|do |call|alter|refresh|create|set |reset|explain)/.test(c.sql));

describe('PostgreSQL agrees', () => {
  it.each(runnable.filter((c) => c.verdict === 'scoped' && !existenceBit(c)).map((c) => [`#${c.id} ${c.name}`, c] as const))(
    'scoped, nothing interferes: %s',
    async (_, c) => {
      const { found } = await search(c);
      expect(found).toBeUndefined();
    },
  );

  it.each(runnable.filter((c) => c.verdict === 'unscoped' && c.interferes !== false).map((c) => [`#${c.id} ${c.name}`, c] as const))(
    'unscoped, a counter-example exists: %s',
    async (_, c) => {
      const { found } = await search(c);
      expect(found).toBeDefined();
    },
  );
});
