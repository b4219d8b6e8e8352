import type { TableModel, TenantModel } from '@tenantscope/core';
import type { Catalog, CatalogTable, Reference } from './catalog.ts';

/** Whose rows a table of the database holds, by the tenant model. */
export interface OwnedTable {
  readonly table: CatalogTable;
  readonly model: TableModel | undefined;
  readonly kind: 'tenant' | 'via' | 'shared' | 'unknown';
  /** Places of the tenant column, or of the column that refers to the parent, among the columns. */
  readonly column: number;
  /** The tenant column is a key by itself: the table of tenants. */
  readonly root: boolean;
  /** Its keys, and the parent it is declared to be owned through. */
  readonly references: readonly Reference[];
  readonly parent: string | undefined;
}

const place = (t: CatalogTable, name: string): number => t.columns.findIndex((c) => c.name === name);

const sameReference = (a: Reference, b: Reference): boolean => a.table === b.table && a.columns.join() === b.columns.join();

const viaReference = (t: CatalogTable, model: TableModel, parents: readonly { table: CatalogTable; model: TableModel | undefined }[]): Reference | undefined => {
  const { ownership } = model;
  if (ownership.kind !== 'via') return undefined;
  const parent = parents.find((p) => p.model?.key === ownership.parent);
  const identity = parent?.model?.identity ?? parent?.table.uniques.find((u) => u.length === 1)?.[0];
  return parent && identity !== undefined && place(t, ownership.column) >= 0 ? { columns: [ownership.column], table: parent.table.key, referenced: [identity] } : undefined;
};

/** Each table with its owner, parents first. */
export const ownedTables = (catalog: Catalog, model: TenantModel): readonly OwnedTable[] => {
  const known = catalog.tables.map((table) => ({ table, model: model.find(table.schema, table.name) }));
  return known.map(({ table, model: own }): OwnedTable => {
    const ownership = own?.ownership;
    const base = { table, model: own, references: table.references, parent: undefined };
    if (ownership?.kind === 'tenant' && place(table, ownership.column) >= 0)
      return { ...base, kind: 'tenant', column: place(table, ownership.column), root: table.uniques.some((u) => u.length === 1 && u[0] === ownership.column) };
    const via = own && viaReference(table, own, known);
    if (via) {
      const references = [via, ...table.references.filter((r) => !sameReference(r, via))];
      return { ...base, kind: 'via', column: place(table, via.columns[0] ?? ''), root: false, references, parent: via.table };
    }
    return { ...base, kind: ownership?.kind === 'shared' ? 'shared' : 'unknown', column: -1, root: false };
  });
};
