import { readFileSync, writeFileSync } from 'node:fs';
import type { Interference, Row, World, WorldPair } from '@tenantscope/oracle';

/** The rows of one table of a stored counter-example. */
type StoredRows = Readonly<Record<string, readonly Row[]>>;

/** A statement that was once called scoped and leaks, with the fewest rows that show it. The list only grows. */
export interface Entry {
  readonly found: string;
  readonly kind: Interference;
  readonly sql: string;
  /** Chooses the values of the parameters. */
  readonly round: number;
  readonly one: StoredRows;
  readonly two: StoredRows;
}

const file = new URL('../../corpus/contradictions.json', import.meta.url);

export const readCorpus = (): readonly Entry[] => JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[];

const stored = (world: World): StoredRows => Object.fromEntries([...world].filter(([, rows]) => rows.length > 0));

const worldOf = (rows: StoredRows): World => new Map(Object.entries(rows));

export const pairOf = (entry: Entry): WorldPair => ({ one: worldOf(entry.one), two: worldOf(entry.two) });

/** Adds what is not there yet. */
export const keep = (entries: readonly (Omit<Entry, 'one' | 'two'> & { readonly pair: WorldPair })[]): void => {
  const known = readCorpus();
  const added = entries
    .filter((e) => !known.some((k) => k.sql === e.sql))
    .map(({ pair, ...e }): Entry => ({ ...e, one: stored(pair.one), two: stored(pair.two) }));
  if (added.length > 0) writeFileSync(file, `${JSON.stringify([...known, ...added], null, 1)}\n`);
};
