import { compare, confirm, type Interference, type Observation, type Observer, type Trial, type WorldPair } from '@tenantscope/oracle';

/** What a statement did in each of two worlds. */
export type Seen = readonly [Observation, Observation];

/** What was written to strangers' rows shows in one world alone, even where the statement fails in the other. */
export const interference = ([one, two]: Seen): Interference | undefined => compare(one, two) ?? compare(one, one) ?? compare(two, two);

const confirmed = (observer: Observer, trial: Trial, pair: WorldPair, [one, two]: Seen): Promise<Interference | undefined> => {
  if (compare(one, two)) return confirm(observer, trial, pair);
  const world = compare(one, one) ? pair.one : pair.two;
  return confirm(observer, trial, { one: world, two: world });
};

export const observeBoth = async (observer: Observer, trials: readonly Trial[], { one, two }: WorldPair): Promise<readonly Seen[]> => {
  const [a, b] = [await observer.observe(trials, one), await observer.observe(trials, two)];
  return a.flatMap((o, i) => (b[i] ? [[o, b[i]] as const] : []));
};

export interface Strike {
  readonly trial: Trial;
  readonly seen: Seen;
  /** How it crossed the border between tenants, if it did. */
  readonly kind: Interference | undefined;
}

/** Runs statements in a pair of worlds; what seems to cross the border is run again, until luck is out of the question. */
export const strike = async (observer: Observer, trials: readonly Trial[], pair: WorldPair): Promise<readonly Strike[]> => {
  const strikes: Strike[] = [];
  for (const [i, seen] of (await observeBoth(observer, trials, pair)).entries()) {
    const trial = trials[i];
    if (trial) strikes.push({ trial, seen, kind: interference(seen) && (await confirmed(observer, trial, pair, seen)) });
  }
  return strikes;
};

const lines = (o: Observation): readonly string[] => (o.status === 'ok' && o.result !== '' ? o.result.split('\n') : []);

/** A row that only shows because strangers have it. */
export const foreignRow = ([one, two]: Seen): string | undefined => lines(one).find((l) => !lines(two).includes(l)) ?? lines(two).find((l) => !lines(one).includes(l));
