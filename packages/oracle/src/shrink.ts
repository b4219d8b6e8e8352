import { compare, confirm, type Interference } from './interference.ts';
import type { Observer } from './observe.ts';
import type { Trial } from './trial.ts';
import type { Row, World, WorldPair } from './world/world.ts';

interface Place {
  readonly key: string;
  readonly row: Row;
}

const placesOf = ({ one, two }: WorldPair): readonly Place[] => {
  const seen = new Map<string, Place>();
  for (const world of [one, two])
    for (const [key, rows] of world) for (const row of rows) seen.set(`${key} ${row.cells.join('\u0000')}`, { key, row });
  return [...seen.values()];
};

const same = (a: Row, b: Row): boolean => a.owner === b.owner && a.cells.every((c, i) => c === b.cells[i]);

const without = (world: World, dropped: readonly Place[]): World =>
  new Map([...world].map(([key, rows]) => [key, rows.filter((r) => !dropped.some((d) => d.key === key && same(d.row, r)))]));

/** Both worlds with the strangers' rows of one of them: the smallest difference is one row that is there, or not. */
const dropFrom = (pair: WorldPair, dropped: readonly Place[], side: 'both' | 'one' | 'two'): WorldPair => ({
  one: side === 'two' ? pair.one : without(pair.one, dropped),
  two: side === 'one' ? pair.two : without(pair.two, dropped),
});

const interferes = async (observer: Observer, trial: Trial, pair: WorldPair, kind: Interference): Promise<boolean> => {
  try {
    const [one] = await observer.observe([trial], pair.one);
    const [two] = await observer.observe([trial], pair.two);
    return one !== undefined && two !== undefined && compare(one, two) === kind && (await confirm(observer, trial, pair)) === kind;
  } catch {
    // A key refused the rows that were left.
    return false;
  }
};

const halves = <T>(items: readonly T[]): readonly (readonly T[])[] => {
  const middle = Math.ceil(items.length / 2);
  return items.length < 2 ? [items] : [items.slice(0, middle), items.slice(middle)];
};

/** The pair with as few rows as still show the interference: halves first, then row by row. */
export const shrinkRows = async (observer: Observer, trial: Trial, pair: WorldPair, kind: Interference): Promise<WorldPair> => {
  let best = pair;
  const attempt = async (dropped: readonly Place[], side: 'both' | 'one' | 'two'): Promise<boolean> => {
    const smaller = dropFrom(best, dropped, side);
    if (!(await interferes(observer, trial, smaller, kind))) return false;
    best = smaller;
    return true;
  };
  const reduce = async (places: readonly Place[], side: 'both' | 'one' | 'two'): Promise<void> => {
    if (places.length === 0 || (await attempt(places, side)) || places.length === 1) return;
    for (const half of halves(places)) await reduce(half, side);
  };
  // Once more after the first pass: a row may have been needed only by one that is gone now.
  for (let pass = 0; pass < 2; pass += 1) {
    await reduce(placesOf(best), 'both');
    for (const side of ['one', 'two'] as const) await reduce(placesOf(best).filter((p) => p.row.owner === 'foreign'), side);
  }
  return best;
};
