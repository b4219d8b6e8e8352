import { compare, confirm, type Observation, type Observer, pairFor } from '@tenantscope/oracle';
import { StatementArbitrary } from './generate/statement.ts';
import { judged, statementsOf } from './hunt/hunt.ts';
import { judge, labTables, read } from './judge.ts';
import { labTrial } from './trial.ts';

/** A statement that is not proved although no rows were found with which it leaks. */
export interface Miss {
  readonly sql: string;
  readonly verdict: 'unscoped' | 'unproven';
  readonly rule: string;
  readonly why: string;
  /** It never returned or changed a row: a condition of it is never met, which the prover did not see. */
  readonly idle: boolean;
}

/** How many of the statements that do not interfere are proved. */
export interface Completeness {
  readonly statements: number;
  readonly proved: number;
  /** Shown to interfere. */
  readonly leaking: number;
  /** Failed in most worlds: nothing is known of them, and they do not count. */
  readonly mute: number;
  readonly misses: readonly Miss[];
  /** proved / (proved + missed), from 0 to 1. */
  readonly share: number;
}

interface Open {
  readonly sql: string;
  readonly statement: ReturnType<typeof judged>['statement'];
  ran: number;
  acts: boolean;
  leaks: boolean;
}

/** A statement counts when it ran in at least this share of the worlds. */
const leastRuns = 0.25;

const acts = (o: Observation): boolean => o.status === 'ok' && (o.result !== '' || o.others !== o.othersBefore);

/** One try: all that are still open, in one pair of worlds. */
const attempt = async (observer: Observer, open: readonly Open[], round: number): Promise<void> => {
  const pair = await pairFor(observer, round);
  if (!pair) return;
  const trials = open.map((o) => labTrial(observer, o.statement, o.sql, round));
  const one = await observer.observe(trials, pair.one);
  const two = await observer.observe(trials, pair.two);
  for (const [i, o] of open.entries()) {
    const [a, b, trial] = [one[i], two[i], trials[i]];
    if (!a || !b || !trial) continue;
    if (a.status === 'ok' && b.status === 'ok') o.ran += 1;
    o.acts ||= acts(a) || acts(b);
    o.leaks ||= compare(a, b) !== undefined && (await confirm(observer, trial, pair)) !== undefined;
  }
};

/** The rows of an undeclared table are refused whatever the statement does: there is nothing to prove. */
const declared = labTables.filter((t) => t.owned || t.shared || t.view);

const missOf = ({ sql, acts: active }: Open): Miss => {
  const { verdict, refusals } = judge(read(sql));
  const [first] = refusals;
  return { sql, verdict: verdict === 'unproven' ? 'unproven' : 'unscoped', rule: first?.rule ?? '', why: first?.why ?? '', idle: !active };
};

export interface Measure {
  readonly seeds: readonly number[];
  /** Statements of each seed. */
  readonly size: number;
  /** Pairs of worlds. */
  readonly tries: number;
  /** Levels of sub-queries: of deep ones the rows that show a leak are rarer. */
  readonly depth: number;
}

/** Judges the statements of some seeds and tries to make those that are not proved leak. */
export const measureCompleteness = async (observer: Observer, { seeds, size, tries, depth }: Measure): Promise<Completeness> => {
  const arbitrary = new StatementArbitrary(declared, depth);
  const all = seeds.flatMap((seed) => statementsOf(seed, size, arbitrary).map((s) => judged(s)));
  const open = all.filter((j) => j.verdict !== 'scoped').map(({ sql, statement }): Open => ({ sql, statement, ran: 0, acts: false, leaks: false }));
  for (let round = 1; round <= tries; round += 1) await attempt(observer, open.filter((o) => !o.leaks), round);
  const quiet = open.filter((o) => !o.leaks);
  const misses = quiet.filter((o) => o.ran >= tries * leastRuns).map(missOf);
  const proved = all.length - open.length;
  return { statements: all.length, proved, leaking: open.length - quiet.length, mute: quiet.length - misses.length, misses, share: proved / (proved + misses.length) };
};
