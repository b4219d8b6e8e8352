import type { Statement } from '@tenantscope/core';
import { compare, confirm, type Observation, type Observer, pairFor, type Trial, type WorldPair } from '@tenantscope/oracle';
import { sample } from 'fast-check';
import { StatementArbitrary } from '../generate/statement.ts';
import { type Decide, decide, labTables, read } from '../judge.ts';
import { spell } from '../spell.ts';
import { labTrial } from '../trial.ts';
import { type Contradiction, shrink } from './contradiction.ts';
import { countOf, type Tally } from './tally.ts';

/** How many statements share one pair of worlds. */
export const batchSize = 250;

interface Judged {
  readonly statement: Statement;
  readonly sql: string;
  readonly verdict: keyof Tally['verdicts'];
}

/** The statements of one seed. */
export const statementsOf = (seed: number, count = batchSize, arbitrary = new StatementArbitrary(labTables)): readonly Statement[] => sample(arbitrary, { seed, numRuns: count });

/** A statement whose text does not read back as what was printed: the generator or a front end is wrong. */
class Misread extends Error {}

const withoutPlaces = (value: unknown): string => JSON.stringify(value, (key, v: unknown) => (key === 'at' || v === undefined || v === false ? undefined : v));

/** Judged through its text, as a front end reads it; what is read must be what was generated. */
export const judged = (statement: Statement, by: Decide = decide): Judged => {
  const sql = spell(statement);
  const back = read(sql);
  const verdict = by(back);
  if (by(statement) !== verdict) throw new Misread(`the statement and its text are judged differently: ${sql}\n${withoutPlaces(statement)}\n${withoutPlaces(back)}`);
  return { statement, sql, verdict };
};

const hasRows = (o: Observation | undefined): boolean => o?.status === 'ok' && o.result !== '';

const talliesOf = (all: readonly Judged[], one: readonly Observation[], two: readonly Observation[]): Tally => {
  const failed = one.flatMap((o, i) => (o.status === 'error' ? [o.code] : two[i]?.status === 'error' ? [two[i].code] : []));
  return {
    statements: all.length,
    verdicts: { scoped: 0, unscoped: 0, unproven: 0, ...countOf(all.map((j) => j.verdict)) },
    ran: one.length - failed.length,
    withRows: one.filter((o, i) => hasRows(o) || hasRows(two[i])).length,
    errors: countOf(failed),
    kinds: countOf(all.map((j) => j.statement.kind)),
  };
};

const contradictions = async (observer: Observer, scoped: readonly Judged[], trials: readonly Trial[], pair: WorldPair, round: number, by: Decide, seen: readonly [readonly Observation[], readonly Observation[]]): Promise<readonly Contradiction[]> => {
  const found: Contradiction[] = [];
  for (const [i, trial] of trials.entries()) {
    const [one, two, j] = [seen[0][i], seen[1][i], scoped[i]];
    const kind = one && two && j && compare(one, two) && (await confirm(observer, trial, pair));
    if (kind) found.push(await shrink(observer, { kind, statement: j.statement, pair, round }, by));
  }
  return found;
};

/** Generates the statements of a seed, judges them, and runs those called scoped in two worlds. */
export const huntBatch = async (observer: Observer, seed: number, count = batchSize, by = decide): Promise<{ readonly tally: Tally; readonly found: readonly Contradiction[] }> => {
  const all = statementsOf(seed, count).map((s) => judged(s, by));
  const scoped = all.filter((j) => j.verdict === 'scoped');
  const pair = await pairFor(observer, seed);
  if (!pair) throw new Error(`seed ${seed}: no rows fit the schema`);
  const trials = scoped.map((j) => labTrial(observer, j.statement, j.sql, seed));
  const one = await observer.observe(trials, pair.one);
  const two = await observer.observe(trials, pair.two);
  return { tally: talliesOf(all, one, two), found: await contradictions(observer, scoped, trials, pair, seed, by, [one, two]) };
};
