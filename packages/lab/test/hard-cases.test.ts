import { readSql, type TenantParameter } from '@tenantscope/core';
import { cluesOf, compare, confirm, type Interference, Observer, openInProcess, pairFor, trialOf, valuesFor } from '@tenantscope/oracle';
import { beforeAll, describe, expect, it } from 'vitest';
import { type HardCase, hardCases } from '../../core/test/hard-cases.ts';
import { hardSchema } from '../../core/test/hard-schema.ts';
import { hardModel } from '../../core/test/judge.ts';
import { read } from '../src/judge.ts';

const rounds = 24;

const ofRows = new Set(['select', 'set', 'values', 'insert', 'update', 'delete', 'merge']);
const runnable = hardCases.filter((c) => ofRows.has(read(c.sql).kind)).map((c) => ({ c, statement: read(c.sql) }));

/** What was seen of each case: how often it ran in both worlds, and how it leaked. */
const outcomes = new Map<HardCase, { ran: number; leaks: Set<Interference> }>(runnable.map(({ c }) => [c, { ran: 0, leaks: new Set() }]));

const trustedOf = (c: HardCase): readonly TenantParameter[] => (c.trusted ?? ['$1']).map((key) => ({ key, nullable: c.notNull?.includes(key) !== true }));

const runRound = async (observer: Observer, types: ReadonlyMap<HardCase, ReadonlyMap<string, string>>, round: number): Promise<void> => {
  const pair = await pairFor(observer, round);
  if (!pair) throw new Error(`seed ${round}: no rows fit the schema`);
  const trials = runnable.map(({ c, statement }) => trialOf(statement, c.sql, valuesFor(observer, trustedOf(c), types.get(c) ?? new Map(), cluesOf(statement), pair, round)));
  const one = await observer.observe(trials, pair.one);
  const two = await observer.observe(trials, pair.two);
  for (const [i, { c }] of runnable.entries()) {
    const [a, b, trial, outcome] = [one[i], two[i], trials[i], outcomes.get(c)];
    if (!a || !b || !trial || !outcome) continue;
    if (a.status === 'ok' && b.status === 'ok') outcome.ran += 1;
    const kind = outcome.leaks.size === 0 && compare(a, b) ? await confirm(observer, trial, pair) : undefined;
    if (kind) outcome.leaks.add(kind);
  }
};

beforeAll(async () => {
  const observer = await Observer.open(await openInProcess(), { schema: readSql(hardSchema).statements.map((s) => s.text), model: hardModel });
  try {
    expect(observer.failures).toEqual([]);
    const types = new Map<HardCase, ReadonlyMap<string, string>>();
    for (const { c } of runnable) types.set(c, await observer.parameterTypes(c.sql));
    for (let round = 1; round <= rounds; round += 1) await runRound(observer, types, round);
  } finally {
    await observer.close();
  }
}, 300_000);

const titled = (verdict: HardCase['verdict']): [string, HardCase][] => runnable.filter(({ c }) => c.verdict === verdict).map(({ c }) => [`#${c.id} ${c.name}`, c]);

describe('PostgreSQL agrees with the hard cases', () => {
  it.each(titled('scoped'))('scoped, and nothing interferes: %s', (_, c) => {
    expect(outcomes.get(c)?.ran).toBeGreaterThan(0);
    expect([...(outcomes.get(c)?.leaks ?? [])]).toEqual([]);
  });

  it('shows most refused cases to leak', () => {
    const refused = titled('unscoped').map(([, c]) => c);
    const silent = refused.filter((c) => outcomes.get(c)?.leaks.size === 0);
    // These need rows that are rarer, or fail on a key before they leak. The number only goes down.
    expect(silent.length, silent.map((c) => `#${c.id} ${c.name}`).join('\n')).toBeLessThanOrEqual(24);
  });
});
