import type { Observer } from './observe.ts';
import { seedOf } from './world/random.ts';
import { worldPair } from './world/pair.ts';
import type { Hints } from './world/values.ts';
import type { WorldPair } from './world/world.ts';

/** Seeds tried for one pair, where keys or checks of the schema refuse the rows. */
const attempts = 10;

const hintsFor = (observer: Observer, given: Omit<Hints, 'uuids'>): Hints => {
  const { own, strangers } = observer.tenants('uuid');
  return { ...given, uuids: [own, own, strangers[0]] };
};

/** The pair of worlds of a seed, as far as the schema lets them be. */
export const pairFor = async (observer: Observer, seed: number, hints: Omit<Hints, 'uuids'> = { numbers: [], texts: [] }): Promise<WorldPair | undefined> => {
  for (let i = 0; i < attempts; i += 1) {
    const pair = worldPair(observer.tables, observer.tenants, i === 0 ? seed : seedOf(seed, i), hintsFor(observer, hints));
    const open = await observer.withoutPublic(pair);
    if ((await observer.accepts(open.one)) && (await observer.accepts(open.two))) return open;
  }
  return undefined;
};
