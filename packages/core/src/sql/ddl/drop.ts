import type { DropStmt, Node } from 'libpg-query';
import { as, stringOf } from '../lower/context.ts';
import { dropUniques } from './alter-table.ts';
import { type Catalog, findTable, rangeOf } from './catalog.ts';

const partsOf = (node: Node): readonly Node[] => as(node, 'List')?.items ?? [node];

const dropTable = (catalog: Catalog, node: Node): void => {
  const dropped = findTable(catalog, rangeOf(partsOf(node)));
  catalog.tables = catalog.tables.filter((t) => t !== dropped);
  for (const table of catalog.tables) {
    table.foreignKeys = table.foreignKeys.filter((f) => f.table !== dropped);
    table.children = table.children.filter((c) => c.table !== dropped);
  }
};

const dropIndex = (catalog: Catalog, node: Node): void => {
  const { relname } = rangeOf(partsOf(node));
  for (const table of catalog.tables) dropUniques(catalog, table, (u) => u.name === relname && !u.primary);
};

const dropSchema = (catalog: Catalog, node: Node): void => {
  const name = stringOf(node);
  catalog.tables = catalog.tables.filter((t) => t.schema !== name);
};

/** DROP. A dropped function's name stays known: another of the same name may remain. */
export const drop = (catalog: Catalog, s: DropStmt): void => {
  for (const node of s.objects ?? []) {
    if (s.removeType === 'OBJECT_INDEX') dropIndex(catalog, node);
    else if (s.removeType === 'OBJECT_SCHEMA') dropSchema(catalog, node);
    else if (['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE'].includes(s.removeType ?? '')) dropTable(catalog, node);
  }
};
