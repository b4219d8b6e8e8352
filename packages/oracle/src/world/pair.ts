import type { CatalogTable, Reference } from './catalog.ts';
import type { OwnedTable } from './ownership.ts';
import { type Random, randomFrom, seedOf } from './random.ts';
import type { Tenants } from './tenants.ts';
import { drawDensity } from './density.ts';
import { type Cell, cellFor, type Hints, type Source } from './values.ts';
import type { Owner, Row, World, WorldPair } from './world.ts';

/** How often a row is drawn anew when a key is taken. */
const attempts = 6;

/** The rows of one table while a world is made. `pinned` are strangers' rows whose keys are in both worlds, so that anybody may refer to them. */
interface Made {
  readonly own: readonly Row[];
  readonly pinned: readonly Row[];
  readonly foreign: readonly Row[];
}

type Tables = ReadonlyMap<string, CatalogTable>;
type MadeTables = ReadonlyMap<string, Made>;

interface Making {
  readonly owned: OwnedTable;
  readonly made: MadeTables;
  readonly tenants: (type: string) => Tenants;
  /** How many of the strangers this world has. */
  readonly strangers: number;
  readonly source: Source;
}

const places = (t: CatalogTable, names: readonly string[]): readonly number[] => names.map((n) => t.columns.findIndex((c) => c.name === n));

const cellsAt = (row: Row, at: readonly number[]): readonly Cell[] => at.map((i) => row.cells[i] ?? null);

const isTaken = (t: CatalogTable, rows: readonly Row[], cells: readonly Cell[]): boolean =>
  t.uniques.some((unique) => {
    const at = places(t, unique);
    const key = at.map((i) => cells[i] ?? null);
    if (at.includes(-1) || key.includes(null)) return false;
    return rows.some((r) => cellsAt(r, at).every((c, i) => c === key[i]));
  });

/** Only its primary key is sure to be the same in both worlds. */
const refersToPrimary = (r: Reference, tables: Tables): boolean => {
  const primary = tables.get(r.table)?.uniques[0] ?? [];
  return r.referenced.every((c) => primary.includes(c));
};

/** Rows that a row of an owner may refer to. The tenant's own rows refer to nothing that one world lacks. */
const targetsFor = (m: Making, tables: Tables, r: Reference, owner: Owner, earlier: Made): readonly Row[] => {
  const target = r.table === m.owned.table.key ? earlier : m.made.get(r.table);
  if (!target) return [];
  const isOwner = m.owned.kind === 'via' && r === m.owned.references[0];
  if (owner === 'own') return isOwner || !refersToPrimary(r, tables) ? target.own : [...target.own, ...target.pinned];
  return isOwner ? [...target.pinned, ...target.foreign] : [...target.own, ...target.pinned, ...target.foreign];
};

const columnsOf = (m: Making, r: Reference, tables: Tables): { readonly from: readonly number[]; readonly to: readonly number[] } | undefined => {
  const target = tables.get(r.table);
  if (!target) return undefined;
  const columns = { from: places(m.owned.table, r.columns), to: places(target, r.referenced) };
  return columns.from.includes(-1) || columns.to.includes(-1) ? undefined : columns;
};

/** Gives the columns of the keys values that exist; undefined when a key that must not be NULL finds none. */
const refer = (m: Making, tables: Tables, owner: Owner, earlier: Made, fixed: Map<number, Cell>, random: Random): boolean => {
  for (const r of m.owned.references) {
    const columns = columnsOf(m, r, tables);
    if (!columns) continue;
    const fitting = targetsFor(m, tables, r, owner, earlier).filter((row) => columns.from.every((f, i) => !fixed.has(f) || fixed.get(f) === row.cells[columns.to[i] ?? -1]));
    const free = columns.from.filter((f) => !fixed.has(f));
    const nullable = free.find((f) => m.owned.table.columns[f]?.notNull === false);
    if (fitting.length === 0 || (nullable !== undefined && random.chance(15))) {
      if (nullable === undefined) return free.length === 0 && fitting.length > 0;
      fixed.set(nullable, null);
      continue;
    }
    const row = random.pick(fitting);
    columns.from.forEach((f, i) => fixed.set(f, row.cells[columns.to[i] ?? -1] ?? null));
  }
  return true;
};

const ownerCell = (m: Making, owner: Owner, random: Random): Cell | undefined => {
  const { kind, column, table } = m.owned;
  const c = table.columns[column];
  if (kind !== 'tenant' || !c) return undefined;
  const { own, strangers } = m.tenants(c.type);
  if (owner === 'own') return own;
  if (!c.notNull && random.chance(25)) return null;
  return strangers[random.below(m.strangers)] ?? strangers[0];
};

const drawRow = (m: Making, tables: Tables, owner: Owner, earlier: Made, random: Random, tenant = ownerCell(m, owner, random)): Row | undefined => {
  const { table, kind, column } = m.owned;
  const fixed = new Map<number, Cell>();
  if (kind === 'tenant' && tenant !== undefined) fixed.set(column, tenant);
  if (!refer(m, tables, owner, earlier, fixed, random)) return undefined;
  // A stranger's row may be a copy of one of the tenant's, but for its keys.
  const twin = owner === 'foreign' && earlier.own.length > 0 && random.chance(30) ? random.pick(earlier.own) : undefined;
  const keyed = new Set(table.uniques.flatMap((u) => places(table, u)));
  const crowded = new Set(table.uniques.map((u) => places(table, u)).filter((u) => kind !== 'tenant' || !u.includes(column)).flat());
  const cells = table.columns.map((c, i): Cell => {
    const known = fixed.get(i);
    if (known !== undefined) return known;
    return twin && !keyed.has(i) ? (twin.cells[i] ?? null) : cellFor(c, random, m.source, crowded.has(i) ? m.source.density.keys[owner === 'foreign' ? 'foreign' : 'own'] : undefined);
  });
  return { owner, cells };
};

/** A row whose keys are free; undefined when none is found. */
const untaken = (m: Making, rows: readonly Row[], draw: () => Row | undefined): Row | undefined => {
  for (let k = 0; k < attempts; k += 1) {
    const row = draw();
    if (row && !isTaken(m.owned.table, rows, row.cells)) return row;
  }
  return undefined;
};

const drawRows = (m: Making, tables: Tables, owner: Owner, count: number, before: Made, random: Random): readonly Row[] => {
  const rows: Row[] = [];
  const slot = owner === 'foreign' ? 'foreign' : 'own';
  for (let i = 0; i < count; i += 1) {
    const earlier: Made = { ...before, [slot]: [...before[slot], ...rows] };
    const row = untaken(m, [...before.own, ...before.pinned, ...before.foreign, ...rows], () => drawRow(m, tables, owner, earlier, random));
    if (row) rows.push(row);
  }
  return rows;
};

const none: Made = { own: [], pinned: [], foreign: [] };

/** The tenants' own table has the tenant's row, or one of each stranger that the world knows. */
const rootRows = (m: Making, tables: Tables, owner: Owner, before: Made, random: Random): readonly Row[] => {
  const { own, strangers } = m.tenants(m.owned.table.columns[m.owned.column]?.type ?? 'text');
  const rows: Row[] = [];
  for (const id of owner === 'own' ? [own] : strangers.slice(0, m.strangers)) {
    const row = untaken(m, [...before.own, ...rows], () => drawRow(m, tables, owner, before, random, id));
    if (row) rows.push(row);
  }
  return rows;
};

interface Side {
  readonly making: Omit<Making, 'owned' | 'made'>;
  readonly seed: number;
  readonly made: Map<string, Made>;
}

/** The primary key of a pinned row stays; the rest may be another in each world. */
const repinned = (m: Making, tables: Tables, row: Row, before: Made, random: Random): Row | undefined => {
  const { table } = m.owned;
  const key = new Set(places(table, table.uniques[0] ?? []));
  for (let k = 0; k < attempts; k += 1) {
    const drawn = drawRow(m, tables, 'foreign', before, random);
    if (!drawn) return undefined;
    const cells = drawn.cells.map((c, i) => (key.has(i) ? (row.cells[i] ?? null) : c));
    const keyReferred = m.owned.references.some((r) => places(table, r.columns).some((i) => key.has(i)));
    if (!keyReferred && !isTaken(table, [...before.own, ...before.pinned], cells)) return { owner: 'foreign', cells };
  }
  return undefined;
};

const fill = (owned: OwnedTable, tables: Tables, seed: number, one: Side, two: Side): void => {
  const m1: Making = { ...one.making, owned, made: one.made };
  const m2: Making = { ...two.making, owned, made: two.made };
  const random = (use: string): Random => randomFrom(seedOf(seed, owned.table.key, use));
  const set = (side: Side, made: Made): void => {
    side.made.set(owned.table.key, made);
  };
  if (owned.root) {
    const own = rootRows(m1, tables, 'own', none, random('own'));
    for (const [side, m] of [[one, m1], [two, m2]] as const)
      set(side, { own, pinned: rootRows(m, tables, 'foreign', { ...none, own }, randomFrom(seedOf(side.seed, owned.table.key))), foreign: [] });
    return;
  }
  const r = random('own');
  const counts = r.pick(m1.source.density.tables);
  const shared = owned.kind === 'shared';
  // Nobody is known to own the rows of an undeclared table, so no row of it is the tenant's.
  const own = owned.kind === 'unknown' ? [] : drawRows(m1, tables, shared ? 'shared' : 'own', shared ? 3 : r.pick(counts.own), none, r);
  if (shared) {
    for (const side of [one, two]) set(side, { own, pinned: [], foreign: [] });
    return;
  }
  const p = random('pinned');
  const drafts = drawRows(m1, tables, 'foreign', p.pick(counts.pinned), { ...none, own }, p);
  const isPublic = owned.model?.publicWhen !== undefined;
  const pinnedIn = (side: Side, m: Making): readonly (Row | undefined)[] => {
    const rows: (Row | undefined)[] = [];
    for (const row of drafts) {
      const before: Made = { own, pinned: rows.filter((x) => x !== undefined), foreign: [] };
      rows.push(isPublic ? row : repinned(m, tables, row, before, randomFrom(seedOf(side.seed, owned.table.key, row.cells.join('|')))));
    }
    return rows;
  };
  const first = pinnedIn(one, m1);
  const second = pinnedIn(two, m2);
  const finish = (side: Side, m: Making, pinned: readonly (Row | undefined)[]): void => {
    const f = randomFrom(seedOf(side.seed, owned.table.key, 'foreign'));
    const before: Made = { own, pinned: pinned.filter((row, i): row is Row => row !== undefined && first[i] !== undefined && second[i] !== undefined), foreign: [] };
    set(side, { ...before, foreign: drawRows(m, tables, 'foreign', f.pick(counts.foreign), before, f) });
  };
  finish(one, m1, first);
  finish(two, m2, second);
};

const worldOf = (made: MadeTables): World => new Map([...made].map(([key, m]) => [key, [...m.own, ...m.pinned, ...m.foreign]]));

/**
 * Two worlds from a seed. Ids of different tables and tenants collide, keys without the tenant column point at anybody's rows,
 * natural keys repeat, NULL stands wherever it may.
 */
export const worldPair = (owned: readonly OwnedTable[], tenants: (type: string) => Tenants, seed: number, hints: Hints): WorldPair => {
  const r = randomFrom(seed);
  const density = drawDensity(r);
  const side = (use: string): Side => ({ making: { tenants, strangers: 1 + r.below(2), source: { density, hints } }, seed: seedOf(seed, use), made: new Map() });
  const one = side('one');
  const two = side('two');
  const tables = new Map(owned.map((o) => [o.table.key, o.table]));
  for (const o of owned) fill(o, tables, seed, one, two);
  return { one: worldOf(one.made), two: worldOf(two.made) };
};
