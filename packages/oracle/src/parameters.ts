import type { Statement, TenantParameter } from '@tenantscope/core';
import type { Observer } from './observe.ts';
import { hintsFor } from './pairs.ts';
import { type Node, nodesOf } from './trial.ts';
import type { CatalogColumn, CatalogTable } from './world/catalog.ts';
import { drawDensity } from './world/density.ts';
import { type Random, randomFrom, seedOf } from './world/random.ts';
import { arrayOf, type Cell, cellFor, type Hints } from './world/values.ts';
import type { WorldPair } from './world/world.ts';

/** What a statement says of the values with which it finds rows. */
export interface Clues {
  readonly hints: Omit<Hints, 'uuids'>;
  /** The columns that each parameter is compared with or written to. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names of the relations it mentions. */
  readonly relations: ReadonlySet<string>;
}

/** How often a tenant that may be missing is, in percent. */
const nobody = 25;

const comparing = new Set(['compare', 'in-list', 'between']);

const strings = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String) : []);

const lists = (list: unknown): readonly (readonly unknown[])[] => (Array.isArray(list) ? list.filter((l): l is readonly unknown[] => Array.isArray(l)) : []);

const columnsBelow = (value: unknown): readonly string[] => nodesOf(value).flatMap((n) => (n['kind'] === 'column' ? strings(n['path']).slice(-1) : []));

/** What of a node meets which columns. */
const meetings = (n: Node): readonly { readonly value: unknown; readonly columns: readonly string[] }[] => {
  if (comparing.has(String(n['kind']))) return [{ value: n, columns: columnsBelow(n) }];
  if (typeof n['column'] === 'string') return [{ value: n['value'], columns: [n['column']] }];
  const names = strings(n['columns']);
  const source = n['source'] as Node | undefined;
  const rows = n['kind'] === 'insert' && source?.['kind'] === 'values' ? lists(source['rows']) : n['do'] === 'insert' ? lists([n['values']]) : [];
  return rows.flatMap((row) => row.map((value, i) => ({ value, columns: names.slice(i, i + 1) })));
};

export const cluesOf = (statement: Statement): Clues => {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  const columns = new Map<string, Set<string>>();
  const relations = new Set<string>();
  for (const n of nodesOf(statement)) {
    const value = n['kind'] === 'constant' ? n['value'] : undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 1e6) numbers.add(value);
    if (typeof value === 'string' && value.length < 60) texts.add(value);
    if (n['kind'] === 'table') relations.add(String(n['name']));
    for (const met of meetings(n))
      for (const param of nodesOf(met.value)) {
        if (param['kind'] !== 'param') continue;
        const key = String(param['key']);
        columns.set(key, new Set([...(columns.get(key) ?? []), ...met.columns]));
      }
  }
  return { hints: { numbers: [...numbers], texts: [...texts] }, columns, relations };
};

/** What stands in columns of a type, in either world. */
const cellsIn = ({ one, two }: WorldPair, tables: readonly CatalogTable[], type: string, wanted: (c: CatalogColumn) => boolean): readonly Cell[] =>
  tables.flatMap((t) =>
    t.columns.flatMap((c, i) => (c.type === type && wanted(c) ? [...(one.get(t.key) ?? []), ...(two.get(t.key) ?? [])].map((r) => r.cells[i] ?? null) : [])),
  );

/** Mostly what a column that the parameter meets holds, then what any column of its type holds, then anything. */
const elementFor = (observer: Observer, pair: WorldPair, clues: Clues, key: string, type: string, random: Random): Cell => {
  const met = clues.columns.get(key);
  const { tables } = observer.catalog;
  const mentioned = tables.filter((t) => clues.relations.has(t.name));
  const near = cellsIn(pair, mentioned.length > 0 ? mentioned : tables, type, (c) => met?.has(c.name) === true);
  if (near.length > 0 && random.chance(60)) return random.pick(near);
  const there = cellsIn(pair, tables, type, () => true);
  if (there.length > 0 && random.chance(60)) return random.pick(there);
  const values = tables.flatMap((t) => t.columns.flatMap((c) => (met?.has(c.name) && c.type === type ? (c.values ?? []) : [])));
  const column: CatalogColumn = { name: key, type, notNull: false, length: null, values: values.length > 0 ? values : null };
  return cellFor(column, random, { density: drawDensity(random), hints: hintsFor(observer, clues.hints) });
};

/** Values for the parameters, by the types that PostgreSQL gives them: the tenant for those that hold it, anything for the others. */
export const valuesFor = (observer: Observer, trusted: readonly TenantParameter[], types: ReadonlyMap<string, string>, clues: Clues, pair: WorldPair, seed: number) => (key: string): Cell => {
  const type = types.get(key) ?? 'text';
  const element = type.replace(/^_/, '');
  const { own } = observer.tenants(element);
  const random = randomFrom(seedOf(seed, key));
  const tenant = trusted.find((t) => t.key === key);
  if (tenant?.nullable === true && random.chance(nobody)) return null;
  if (tenant) return type === element ? own : arrayOf([own]);
  const draw = (): Cell => elementFor(observer, pair, clues, key, element, random);
  return type === element ? draw() : arrayOf(Array.from({ length: random.below(4) }, draw));
};
