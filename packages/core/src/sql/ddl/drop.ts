import type { DropStmt, Node } from 'libpg-query';
import { as, stringOf } from '../lower/context.ts';
import { dropUniques } from './alter-table.ts';
import { type Catalog, findTable, rangeOf, type Table } from './catalog.ts';
import { dropTemporary, isTemporary } from './temporary.ts';
import { dropFromTable } from './trigger.ts';

const partsOf = (node: Node): readonly Node[] => as(node, 'List')?.items ?? [node];

/** Drops tables with what cannot be without them: partitions, heirs, the views that read them, the keys that refer to them. */
const dropTables = (catalog: Catalog, dropped: readonly Table[]): void => {
  if (dropped.length === 0) return;
  const heirs = dropped.flatMap((t) => t.children.map((c) => c.table));
  catalog.tables = catalog.tables.filter((t) => !dropped.includes(t));
  for (const table of catalog.tables) {
    table.foreignKeys = table.foreignKeys.filter((f) => !dropped.some((d) => d === f.table));
    table.children = table.children.filter((c) => !dropped.includes(c.table));
  }
  dropTables(catalog, catalog.tables.filter((t) => heirs.includes(t) || t.view?.reads.some((r) => dropped.includes(r.table))));
};

const dropTable = (catalog: Catalog, node: Node): void => {
  const range = rangeOf(partsOf(node));
  if (isTemporary(catalog, range)) {
    dropTemporary(catalog, range);
    return;
  }
  const table = findTable(catalog, range);
  if (table) dropTables(catalog, [table]);
};

const dropIndex = (catalog: Catalog, node: Node): void => {
  const { relname } = rangeOf(partsOf(node));
  for (const table of catalog.tables) dropUniques(catalog, table, (u) => u.name === relname && !u.primary);
};

const dropSchema = (catalog: Catalog, node: Node): void => {
  const name = stringOf(node);
  dropTables(catalog, catalog.tables.filter((t) => t.schema === name));
};

/** DROP. A dropped function's name stays known: another of the same name may remain. */
export const drop = (catalog: Catalog, s: DropStmt): void => {
  for (const node of s.objects ?? []) {
    if (s.removeType === 'OBJECT_TRIGGER') dropFromTable(catalog, 'triggers', node);
    else if (s.removeType === 'OBJECT_RULE') dropFromTable(catalog, 'rules', node);
    else if (s.removeType === 'OBJECT_INDEX') dropIndex(catalog, node);
    else if (s.removeType === 'OBJECT_SCHEMA') dropSchema(catalog, node);
    else if (['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE'].includes(s.removeType ?? '')) dropTable(catalog, node);
  }
};
