import type { Statement, TenantParameter } from '@tenantscope/core';
import { compare, confirm, type Interference } from './interference.ts';
import type { Observation, Observer } from './observe.ts';
import { cluesOf, valuesFor } from './parameters.ts';
import { pairFor } from './pairs.ts';
import { shrinkRows } from './shrink.ts';
import { type Trial, trialOf } from './trial.ts';
import { seedOf } from './world/random.ts';
import type { Cell } from './world/values.ts';
import type { Row, World, WorldPair } from './world/world.ts';

/** A statement whose rows are looked for. */
export interface Suspect {
  readonly statement: Statement;
  readonly sql: string;
  /** The parameters that hold the tenant. */
  readonly trusted: readonly TenantParameter[];
}

/** Rows of one table, for people. */
export interface ShownRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly owner: 'own' | 'foreign' | 'shared'; readonly in: 'both' | 'one' | 'two'; readonly cells: readonly Cell[] }[];
}

/** Rows with which PostgreSQL shows that a statement crosses the border between tenants. */
export interface CounterExample {
  readonly kind: Interference;
  /** The statement as it was run. */
  readonly sql: string;
  /** The tenant on whose behalf it ran, and the strangers. */
  readonly tenants: readonly [own: string, ...strangers: string[]];
  readonly tables: readonly ShownRows[];
  readonly one: Observation;
  readonly two: Observation;
  readonly pair: WorldPair;
}

export interface NoCounterExample {
  readonly tries: number;
  /** In how many tries the statement ran in both worlds. */
  readonly ran: number;
  /** Why it did not run, most frequent first. */
  readonly errors: readonly string[];
}

export type Search = { readonly found: CounterExample } | { readonly none: NoCounterExample };

/** How many values of the parameters are tried in one pair of worlds. */
const valuesPerPair = 4;

const shownRows = (observer: Observer, { one, two }: WorldPair): readonly ShownRows[] =>
  observer.catalog.tables.flatMap((t): readonly ShownRows[] => {
    const inTwo = new Map((two.get(t.key) ?? []).map((r) => [r.cells.join('\u0000'), r]));
    const rowsOfOne = (one.get(t.key) ?? []).map((r) => ({ ...r, in: inTwo.delete(r.cells.join('\u0000')) ? ('both' as const) : ('one' as const) }));
    const rows = [...rowsOfOne, ...[...inTwo.values()].map((r: Row) => ({ ...r, in: 'two' as const }))];
    return rows.length === 0 ? [] : [{ table: t.schema === 'public' ? t.name : t.key, columns: t.columns.map((c) => c.name), rows }];
  });

const tenantsFor = (observer: Observer): CounterExample['tenants'] => {
  const { own, strangers } = observer.tenants(observer.tenantType);
  return [own, ...strangers];
};

const example = async (observer: Observer, trial: Trial, given: WorldPair, kind: Interference): Promise<CounterExample> => {
  const pair = await shrinkRows(observer, trial, given, kind);
  const once = async (world: World): Promise<Observation> => (await observer.observe([trial], world))[0] ?? { status: 'error', code: '', message: '' };
  return { kind, sql: trial.sql, tenants: tenantsFor(observer), tables: shownRows(observer, pair), one: await once(pair.one), two: await once(pair.two), pair };
};

interface SearchOptions {
  /** Pairs of worlds, 200 unless told. */
  readonly tries?: number;
  readonly seed?: number;
  readonly onTry?: (done: number, tries: number) => void;
}

/**
 * Looks for rows with which the statement leaks, in `tries` pairs of worlds, and leaves out of those it finds all that are
 * not needed. Deterministic in `seed`.
 */
export const findCounterExample = async (observer: Observer, suspect: Suspect, { tries = 200, seed = 1, onTry }: SearchOptions = {}): Promise<Search> => {
  const clues = cluesOf(suspect.statement);
  const types = await observer.parameterTypes(suspect.sql);
  const errors = new Map<string, number>();
  let ran = 0;
  let pair: WorldPair | undefined;
  for (let round = 0; round < tries; round += 1) {
    onTry?.(round, tries);
    if (round % valuesPerPair === 0) pair = await pairFor(observer, seedOf(seed, round), clues.hints);
    if (!pair) continue;
    const trial = trialOf(suspect.statement, suspect.sql, valuesFor(observer, suspect.trusted, types, clues, pair, seedOf(seed, round)));
    const [one] = await observer.observe([trial], pair.one);
    const [two] = await observer.observe([trial], pair.two);
    if (!one || !two) continue;
    const failed = one.status === 'error' ? one : two.status === 'error' ? two : undefined;
    if (failed) errors.set(failed.message, (errors.get(failed.message) ?? 0) + 1);
    else ran += 1;
    const kind = compare(one, two) && (await confirm(observer, trial, pair));
    if (kind) return { found: await example(observer, trial, pair, kind) };
  }
  return { none: { tries, ran, errors: [...errors].sort((a, b) => b[1] - a[1]).map(([message]) => message) } };
};
