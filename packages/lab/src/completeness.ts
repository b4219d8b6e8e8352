import { compare, confirm, type Observer, pairFor } from '@tenantscope/oracle';
import { judged, statementsOf } from './hunt/hunt.ts';
import { judge, read } from './judge.ts';
import { labTrial } from './trial.ts';

/** A statement that is not proved although no rows were found with which it leaks. */
export interface Miss {
  readonly sql: string;
  readonly verdict: 'unscoped' | 'unproven';
  readonly rule: string;
  readonly why: string;
}

/** How many of the statements that do not interfere are proved. */
export interface Completeness {
  readonly statements: number;
  readonly proved: number;
  /** Shown to interfere. */
  readonly leaking: number;
  /** Never ran in both worlds: nothing is known of them, and they do not count. */
  readonly mute: number;
  readonly misses: readonly Miss[];
  /** proved / (proved + missed), from 0 to 1. */
  readonly share: number;
}

interface Open {
  readonly sql: string;
  readonly statement: ReturnType<typeof judged>['statement'];
  ran: boolean;
  leaks: boolean;
}

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
    o.ran ||= a.status === 'ok' && b.status === 'ok';
    o.leaks ||= compare(a, b) !== undefined && (await confirm(observer, trial, pair)) !== undefined;
  }
};

const missOf = ({ sql }: Open): Miss => {
  const { verdict, refusals } = judge(read(sql));
  const [first] = refusals;
  return { sql, verdict: verdict === 'unproven' ? 'unproven' : 'unscoped', rule: first?.rule ?? '', why: first?.why ?? '' };
};

/** Judges the statements of some seeds and tries to make those that are not proved leak. */
export const measureCompleteness = async (observer: Observer, seeds: readonly number[], tries: number, size: number): Promise<Completeness> => {
  const all = seeds.flatMap((seed) => statementsOf(seed, size).map((s) => judged(s)));
  const open = all.filter((j) => j.verdict !== 'scoped').map(({ sql, statement }): Open => ({ sql, statement, ran: false, leaks: false }));
  for (let round = 1; round <= tries; round += 1) await attempt(observer, open.filter((o) => !o.leaks), round);
  const quiet = open.filter((o) => !o.leaks);
  const misses = quiet.filter((o) => o.ran).map(missOf);
  const proved = all.length - open.length;
  return { statements: all.length, proved, leaking: open.length - quiet.length, mute: quiet.length - misses.length, misses, share: proved / (proved + misses.length) };
};
