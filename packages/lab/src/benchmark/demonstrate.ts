import type { Pair, Twin } from './pair.ts';
import { sqlRuns } from './run-sql.ts';
import { type Handles, openHandles, typescriptRuns } from './run-typescript.ts';
import { interference, isIdle, type Observation, type Run, World } from './world.ts';

/** What PostgreSQL has to say of a pair. */
export interface Demonstration {
  readonly pair: Pair;
  /** How the leaking twin leaks; undefined when it does not. */
  readonly leak: string | undefined;
  /** What is wrong with the fixed twin: it leaks, fails, or does nothing at all. */
  readonly objections: readonly string[];
  /** The first errors of the leaking twin, for whoever writes one. */
  readonly errors: readonly string[];
}

interface Observed {
  readonly pair: Pair;
  readonly leaking: readonly Observation[];
  readonly fixed: readonly Observation[];
}

const observeAll = async (world: World, runs: readonly Run[]): Promise<readonly Observation[]> => {
  const seen: Observation[] = [];
  for (const run of runs) seen.push(await world.observe(run));
  return seen;
};

const observePairs = async (pairs: readonly Pair[], world: World, handles: Handles): Promise<readonly Observed[]> => {
  const runsOf = (pair: Pair, twin: Twin): readonly Run[] => (pair.language === 'sql' ? sqlRuns(twin, world.database) : typescriptRuns(pair, twin, handles));
  const seen: Observed[] = [];
  for (const pair of pairs) seen.push({ pair, leaking: await observeAll(world, runsOf(pair, pair.leaking)), fixed: await observeAll(world, runsOf(pair, pair.fixed)) });
  return seen;
};

interface Both {
  readonly one: Observation;
  readonly two: Observation;
}

const side = (one: readonly Observation[], two: readonly Observation[]): readonly Both[] => one.flatMap((o, i) => (two[i] ? [{ one: o, two: two[i] }] : []));

const broken = (runs: readonly Both[]): readonly string[] =>
  runs.flatMap(({ one, two }) => {
    const how = interference(one, two);
    return how === undefined ? [] : [how];
  });

const errorsOf = (seen: readonly Observation[]): readonly string[] => seen.flatMap((o) => (o.error === undefined ? [] : [o.error]));

/** That a statement fails on one state only does tell something, but it is rows that a leak has to show. */
const withoutErrors = (runs: readonly Both[]): readonly Both[] => runs.filter(({ one, two }) => one.error === undefined && two.error === undefined);

const judge = (one: Observed, two: Observed): Demonstration => {
  const failed = errorsOf([...one.fixed, ...two.fixed].filter((o) => o.isBroken)).map((e) => `the fixed twin fails: ${e}`);
  const leaks = broken(side(one.fixed, two.fixed)).map((how) => `the fixed twin leaks: ${how}`);
  const idle = one.fixed.every(isIdle) ? ['the fixed twin returns nothing and changes nothing'] : [];
  return { pair: one.pair, leak: broken(withoutErrors(side(one.leaking, two.leaking)))[0], objections: [...failed, ...leaks, ...idle], errors: errorsOf(one.leaking) };
};

/** Runs both twins of every pair on two states of a real PostgreSQL that agree on A's rows and on what all share. */
export const demonstrate = async (pairs: readonly Pair[]): Promise<readonly Demonstration[]> => {
  const world = await World.open();
  const handles = openHandles(world.database);
  try {
    const first = await observePairs(pairs, world, handles);
    await world.change();
    const second = await observePairs(pairs, world, handles);
    return first.flatMap((one, i) => {
      const two = second[i];
      return two ? [judge(one, two)] : [];
    });
  } finally {
    await handles.close();
    await world.close();
  }
};
