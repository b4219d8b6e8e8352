import type { Observation, Observer } from './observe.ts';
import { withSameKeys } from './pairs.ts';
import type { Trial } from './trial.ts';
import type { WorldPair } from './world/world.ts';

/** How a statement crosses the border between tenants. */
export type Interference =
  | 'rows of other tenants changed'
  | 'rows of the tenant were made to refer to rows of other tenants'
  | 'the result depends on rows of other tenants'
  | 'the effect on the tenant’s rows depends on rows of other tenants';

/** Seen in one database alone, so that no luck can have made it. */
const direct: ReadonlySet<Interference> = new Set(['rows of other tenants changed', 'rows of the tenant were made to refer to rows of other tenants']);

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

/** Whether something is referred to more often than before. */
const refersAnew = ({ referred, referredBefore }: Extract<Observation, { status: 'ok' }>): boolean => {
  const left = [...linesOf(referredBefore)];
  return linesOf(referred).some((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

/** What two observations, in worlds that differ only in other tenants' rows, show. An error shows nothing: see `docs/how-the-proof-works.md`. */
export const compare = (one: Observation, two: Observation): Interference | undefined => {
  if (one.status !== 'ok' || two.status !== 'ok') return undefined;
  if (one.others !== one.othersBefore || two.others !== two.othersBefore) return 'rows of other tenants changed';
  if (refersAnew(one) || refersAnew(two)) return 'rows of the tenant were made to refer to rows of other tenants';
  if (one.result !== two.result) return 'the result depends on rows of other tenants';
  return one.own === two.own ? undefined : 'the effect on the tenant’s rows depends on rows of other tenants';
};

/** Orders of writing the rows: what depends on them is luck (LIMIT without ORDER BY), not interference. */
const orders = [0, 1, 2, 3, 4, 5];

const seen = (o: Observation): string => (o.status === 'ok' ? `${o.result}\u0000${o.own}` : o.code);

/** The interference that shows in every order of writing the rows; none of the outcomes of one database is possible in the other. */
const steady = async (observer: Observer, trial: Trial, pair: WorldPair): Promise<Interference | undefined> => {
  const outcomes = { one: new Set<string>(), two: new Set<string>() };
  let found: Interference | undefined;
  for (const order of orders) {
    const [one] = await observer.observe([trial], pair.one, order);
    const [two] = await observer.observe([trial], pair.two, order);
    if (!one || !two) return undefined;
    const now = compare(one, two);
    if (now && direct.has(now)) return now;
    found ??= now;
    outcomes.one.add(seen(one));
    outcomes.two.add(seen(two));
    if ([...outcomes.one].some((o) => outcomes.two.has(o))) return undefined;
  }
  // As many outcomes as runs: the clock, chance or a sequence speaks.
  return outcomes.one.size === orders.length || outcomes.two.size === orders.length ? undefined : found;
};

/**
 * Whether the worlds really make a difference: no outcome that one of them can have is possible in the other, however
 * the rows lie on disk and however often it is run. That a key is taken is no difference where an upsert shows it: a plain
 * INSERT would fail on it.
 */
export const confirm = async (observer: Observer, trial: Trial, pair: WorldPair): Promise<Interference | undefined> => {
  const found = await steady(observer, trial, pair);
  if (!found || direct.has(found) || trial.upserts.length === 0) return found;
  return steady(observer, trial, await withSameKeys(observer, pair, trial.upserts));
};
