import type { Catalog, CatalogTable } from './catalog.ts';
import type { Cell } from './values.ts';

export type Owner = 'own' | 'foreign' | 'shared';

/** A row, its cells in the order of the catalog's columns. */
export interface Row {
  readonly owner: Owner;
  readonly cells: readonly Cell[];
}

/** The rows of a database, by table key. */
export type World = ReadonlyMap<string, readonly Row[]>;

/** Two databases that agree on the tenant's rows and on shared ones, and differ in everything else. */
export interface WorldPair {
  readonly one: World;
  readonly two: World;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const tableName = (t: { readonly schema: string; readonly name: string }): string => `${identifier(t.schema)}.${identifier(t.name)}`;

export const literal = (cell: Cell): string => (cell === null ? 'null' : `${cell.includes('\\') ? 'E' : ''}'${cell.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`);

const insertInto = (t: CatalogTable, rows: readonly Row[]): string =>
  `insert into ${tableName(t)} (${t.columns.map((c) => identifier(c.name)).join(', ')}) overriding system value values ${rows.map((r) => `(${r.cells.map(literal).join(', ')})`).join(', ')}`;

/** One INSERT for each row, parents first. */
export const rowInserts = (catalog: Catalog, world: World): readonly { readonly key: string; readonly row: Row; readonly sql: string }[] =>
  catalog.tables.flatMap((t) => (world.get(t.key) ?? []).map((row) => ({ key: t.key, row, sql: insertInto(t, [row]) })));

/** SQL that fills the empty tables of a catalog with a world. */
export const loadSql = (catalog: Catalog, world: World): string =>
  [
    ...catalog.tables.flatMap((t) => {
      const rows = world.get(t.key) ?? [];
      return rows.length === 0 ? [] : [`${insertInto(t, rows)};`];
    }),
    ...catalog.materializedViews.map((v) => `refresh materialized view ${v};`),
  ].join('\n');
