import type { Observer } from './observe.ts';
import type { CatalogTable } from './world/catalog.ts';
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

/** The pair without the rows that the schema refuses; a row that is refused may have been what another refers to. */
export const fitted = async (observer: Observer, given: WorldPair): Promise<WorldPair> => {
  let pair = given;
  for (let round = 0; round < rounds && !(await isAccepted(observer, pair)); round += 1) pair = await pruned(observer, pair);
  return pair;
};

/** The keys of a row that no other row may have: one with a NULL is nobody's hindrance. */
const keysOf = (t: CatalogTable, row: Row): readonly string[] =>
  t.uniques.flatMap((unique) => {
    const cells = unique.map((name) => row.cells[t.columns.findIndex((c) => c.name === name)] ?? null);
    return cells.includes(null) ? [] : [JSON.stringify([unique, cells])];
  });

/** The rows without those of strangers that have a key which no stranger has in the other world. */
const shared = (t: CatalogTable, rows: readonly Row[], others: readonly Row[]): readonly Row[] => {
  const known = new Set(others.filter((r) => r.owner === 'foreign').flatMap((r) => keysOf(t, r)));
  return rows.filter((r) => r.owner !== 'foreign' || keysOf(t, r).every((k) => known.has(k)));
};

/** The pair without rows of strangers in some tables whose keys are taken in one of the worlds alone. */
export const withSameKeys = async (observer: Observer, { one, two }: WorldPair, tables: readonly string[]): Promise<WorldPair> => {
  const chosen = observer.tables.map((o) => o.table).filter((t) => tables.includes(t.name));
  const less = (world: World, other: World): World => new Map([...world, ...chosen.map((t) => [t.key, shared(t, world.get(t.key) ?? [], other.get(t.key) ?? [])] as const)]);
  // A row may share one key and not another: what it leaves, others lose, too.
  let pair: WorldPair = { one, two };
  for (let round = 0; round < rounds; round += 1) pair = { one: less(pair.one, pair.two), two: less(pair.two, pair.one) };
  return fitted(observer, pair);
};

/** The pair of worlds of a seed, as far as the schema lets them be. */
export const pairFor = async (observer: Observer, seed: number, hints: Omit<Hints, 'uuids'> = { numbers: [], texts: [] }): Promise<WorldPair | undefined> => {
  for (let i = 0; i < attempts; i += 1) {
    const drawn = worldPair(observer.tables, observer.tenants, i === 0 ? seed : seedOf(seed, i), hintsFor(observer, hints));
    const pair = await fitted(observer, await observer.withoutPublic(drawn));
    if (await isAccepted(observer, pair)) return pair;
  }
  return undefined;
};
