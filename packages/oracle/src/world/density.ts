import type { Random } from './random.ts';

/** How many rows a database has, and how alike their values are. */
export interface Density {
  /** How many rows a table has: one of these. */
  readonly tables: readonly RowCounts[];
  readonly numbers: readonly number[];
  /** Of keys without the tenant: they need room for the rows of several. */
  readonly keys: { readonly own: readonly number[]; readonly foreign: readonly number[] };
  readonly words: readonly string[];
  /** How often a column that may be NULL is, in percent. */
  readonly nulls: number;
}

/** Rows of a table by whose they are: one of these numbers. */
interface RowCounts {
  readonly own: readonly number[];
  readonly pinned: readonly number[];
  readonly foreign: readonly number[];
}

const numbers = [1, 2, 3, 4, 5, 6, -1, 20] as const;
const room = Array.from({ length: 16 }, (_, i) => i + 1);
const words = ['x', 'y', 'open', 'done', 'r2'] as const;

const some = <T>(random: Random, from: readonly T[], count: number): readonly T[] =>
  from.map((item) => ({ item, key: random.below(1 << 30) })).sort((a, b) => a.key - b.key).slice(0, count).map((x) => x.item);

/** That there is a row at all may be what leaks. */
const none: RowCounts = { own: [0], pinned: [0], foreign: [0, 1] };
/** A sub-query that may find one row. */
const one: RowCounts = { own: [1], pinned: [0, 1], foreign: [0, 1, 2] };
const few: RowCounts = { own: [0, 1, 2, 3, 3, 3], pinned: [0, 1, 1, 2], foreign: [0, 1, 2, 3, 4, 4] };
const many: RowCounts = { own: [4, 5, 6], pinned: [1, 2, 3], foreign: [3, 5, 6] };

const mixes: readonly (readonly RowCounts[])[] = [[few], [many], [few, many, many, many, one, none], [one, one, few, many], [few, none, one]];

/** Drawn for each pair of databases: in one rows meet through several joins, in another a table is empty or every key differs. */
export const drawDensity = (random: Random): Density => {
  const common = some(random, numbers, random.pick([2, 2, 3, 5]));
  const keys = (): readonly number[] => (random.chance(60) ? [...common, ...common, ...common, ...room] : room);
  return {
    tables: random.pick(mixes),
    numbers: common,
    keys: { own: keys(), foreign: keys() },
    words: some(random, words, random.pick([1, 2, 3, 5])),
    nulls: random.pick([2, 8, 20]),
  };
};
