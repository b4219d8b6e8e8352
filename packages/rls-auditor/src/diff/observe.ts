import { fitted, type Observation, Observer, pairFor, type Row, type World } from '@tenantscope/oracle';
import type { Facts } from '../facts/facts.ts';
import { attacksOn } from '../probe/attack.ts';
import { hintsOf } from '../probe/hints.ts';
import type { Shadow } from '../shadow/rebuild.ts';
import type { Reach } from './cells.ts';

/** A row that one of the databases lets through and the other does not. */
export interface Seen {
  readonly wider?: string;
  readonly narrower?: string;
}

interface Side {
  readonly facts: Facts;
  readonly shadow: Shadow;
}

const observerOf = ({ facts, shadow }: Side): Promise<Observer> => {
  const { query, run, close } = shadow.database;
  return Observer.open({ exec: run, query, close }, { schema: [], model: facts.tenancy.reading });
};

/** The same rows in a database whose tables may have other columns. */
const translated = (world: World, from: Observer, to: Observer): World =>
  new Map(
    to.tables.map(({ table }): readonly [string, readonly Row[]] => {
      const source = from.tables.find((o) => o.table.key === table.key)?.table;
      const places = table.columns.map((c) => source?.columns.findIndex((s) => s.name === c.name) ?? -1);
      return [table.key, (world.get(table.key) ?? []).map((row) => ({ ...row, cells: places.map((at) => row.cells[at] ?? null) }))];
    }),
  );

const linesOf = (o: Observation | undefined): readonly string[] => (o?.status === 'ok' && o.result !== '' ? o.result.split('\n') : []);

const rowsReached = (o: Observation | undefined): number => (o?.status === 'ok' ? o.rows : 0);

const compared = (sql: string, before: Observation | undefined, after: Observation | undefined): Seen => {
  const [old, now] = [linesOf(before), linesOf(after)];
  const more = now.find((l) => !old.includes(l)) ?? (rowsReached(after) > rowsReached(before) ? sql : undefined);
  const less = old.find((l) => !now.includes(l)) ?? (rowsReached(after) < rowsReached(before) ? sql : undefined);
  return { ...(more !== undefined && { wider: more }), ...(less !== undefined && { narrower: less }) };
};

const tries = 4;

/** What the same statements reach in two databases that are filled with the same rows. */
export const observeReach = async (before: Side, after: Side, reaches: readonly Reach[]): Promise<ReadonlyMap<Reach, Seen>> => {
  const [old, now] = [await observerOf(before), await observerOf(after)];
  const found = new Map<Reach, Seen>();
  const { own } = now.tenants(now.tenantType);
  for (let seed = 1; seed <= tries; seed += 1) {
    const drawn = await pairFor(now, seed, hintsOf(after.facts.snapshot));
    if (!drawn) continue;
    const same = await fitted(old, { one: translated(drawn.one, now, old), two: translated(drawn.one, now, old) });
    const known = new Set(old.tables.map((o) => o.table.key));
    const all = new Map([...drawn.one, ...[...translated(same.one, old, now)].filter(([key]) => known.has(key))]);
    const pair = await fitted(now, { one: all, two: all });
    for (const setting of ['', own]) {
      const shots = reaches.flatMap((reach) =>
        attacksOn({ database: after.facts.database, observer: now, pair, role: reach.role, relation: reach.relation }, reach.command).map((attack) => ({ reach, trial: { ...attack, role: reach.role, setting } })),
      );
      const trials = shots.map((s) => s.trial);
      const [olds, nows] = [await old.observe(trials, same.one), await now.observe(trials, pair.one)];
      for (const [i, { reach, trial }] of shots.entries()) found.set(reach, { ...compared(trial.sql, olds[i], nows[i]), ...found.get(reach) });
    }
  }
  return found;
};
