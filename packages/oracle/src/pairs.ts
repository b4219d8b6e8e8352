import type { Observer } from './observe.ts';
import { seedOf } from './world/random.ts';
import { worldPair } from './world/pair.ts';
import type { Hints } from './world/values.ts';
import type { Row, World, WorldPair } from './world/world.ts';

/** Seeds tried for one pair, where keys or checks of the schema refuse the rows. */
const attempts = 3;
/** How often refused rows are taken out. */
const rounds = 3;

/** With the ids of the tenants, which columns other than the tenant's own may hold too. */
export const hintsFor = (observer: Observer, given: Omit<Hints, 'uuids'>): Hints => {
  const { own, strangers } = observer.tenants('uuid');
  return { ...given, uuids: [own, own, strangers[0]] };
};

const same = (a: Row, b: Row): boolean => a.cells.every((c, i) => c === b.cells[i]);

/** What the schema refuses in one world of the rows that both have is missing in the other, too. */
const agreeing = (fits: World, otherWorld: World, otherFits: World): World =>
  new Map(
    [...fits].map(([key, rows]) => {
      const lost = (otherWorld.get(key) ?? []).filter((r) => !(otherFits.get(key) ?? []).includes(r));
      return [key, rows.filter((r) => !lost.some((l) => l.owner === r.owner && same(l, r)))];
    }),
  );

const pruned = async (observer: Observer, { one, two }: WorldPair): Promise<WorldPair> => {
  const fits = { one: await observer.fitting(one), two: await observer.fitting(two) };
  return { one: agreeing(fits.one, two, fits.two), two: agreeing(fits.two, one, fits.one) };
};

const isAccepted = async (observer: Observer, { one, two }: WorldPair): Promise<boolean> => (await observer.accepts(one)) && (await observer.accepts(two));

/** The pair of worlds of a seed, as far as the schema lets them be. */
export const pairFor = async (observer: Observer, seed: number, hints: Omit<Hints, 'uuids'> = { numbers: [], texts: [] }): Promise<WorldPair | undefined> => {
  for (let i = 0; i < attempts; i += 1) {
    const drawn = worldPair(observer.tables, observer.tenants, i === 0 ? seed : seedOf(seed, i), hintsFor(observer, hints));
    let pair = await observer.withoutPublic(drawn);
    // A row that is refused may have been what another refers to.
    for (let round = 0; round < rounds && !(await isAccepted(observer, pair)); round += 1) pair = await pruned(observer, pair);
    if (await isAccepted(observer, pair)) return pair;
  }
  return undefined;
};
