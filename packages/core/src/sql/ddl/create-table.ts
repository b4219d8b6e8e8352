import type { CreateStmt, Node, TableLikeClause } from 'libpg-query';
import { as } from '../lower/context.ts';
import type { ParsedStatement } from '../statements.ts';
import { addTable, type Catalog, copyColumns, findTable, homeOf, type Table, tableAt } from './catalog.ts';
import { addColumn } from './column.ts';
import { addConstraint, settleReferences, withAttributes } from './constraint.ts';
import { defaultName } from './names.ts';
import { noteTemporary } from './temporary.ts';

/** CREATE_TABLE_LIKE_DEFAULTS, _GENERATED, _IDENTITY and _INDEXES of PostgreSQL's TableLikeOption. */
const likeDefaults = 1 << 3;
const likeGenerated = 1 << 4;
const likeIdentity = 1 << 5;
const likeIndexes = 1 << 6;

/** Copies unique keys under the names PostgreSQL would give them. */
const copyKeys = (from: Table, to: Table): void => {
  for (const key of from.uniques)
    to.uniques.push({ ...key, columns: [...key.columns], name: defaultName(to, key.columns, key.primary ? 'pkey' : 'key') });
};

const addLike = (catalog: Catalog, table: Table, like: TableLikeClause): void => {
  const source = findTable(catalog, like.relation);
  const options = like.options ?? 0;
  if (!source?.columns) {
    table.columns = undefined;
    return;
  }
  const withDefaults = (options & (likeDefaults | likeGenerated | likeIdentity)) !== 0;
  for (const column of source.columns.values())
    table.columns?.set(column.name, { ...column, default: withDefaults ? column.default : undefined, generated: options & likeGenerated ? column.generated : undefined });
  if (options & likeIndexes) copyKeys(source, table);
};

/** What a partition has from its parent beside the columns. */
export const inheritKeys = (parent: Table, partition: Table): void => {
  const has = (columns: readonly string[]): boolean => partition.uniques.some((u) => u.columns.join() === columns.join());
  copyKeys({ ...parent, uniques: parent.uniques.filter((u) => !has(u.columns)) }, partition);
  partition.triggers = [...partition.triggers, ...parent.triggers];
  for (const key of parent.foreignKeys) partition.foreignKeys.push({ ...key, inherited: true });
};

const addParents = (catalog: Catalog, table: Table, parents: readonly Node[], partition: boolean): void => {
  for (const node of parents) {
    const parent = findTable(catalog, as(node, 'RangeVar'));
    if (!parent?.columns) {
      table.columns = undefined;
      continue;
    }
    for (const [name, column] of copyColumns(parent.columns)) table.columns?.set(name, column);
    if (partition) inheritKeys(parent, table);
    parent.children.push({ table, partition });
  }
};

const addElement = (catalog: Catalog, parsed: ParsedStatement, table: Table, node: Node): void => {
  const definition = as(node, 'ColumnDef');
  const like = as(node, 'TableLikeClause');
  if (definition) addColumn(catalog, parsed, table, definition);
  else if (like) addLike(catalog, table, like);
};

/** CREATE TABLE. A temporary table is no part of the schema. */
export const createTable = (catalog: Catalog, parsed: ParsedStatement, s: CreateStmt, foreign = false): void => {
  if (!s.relation || noteTemporary(catalog, s.relation, s.oncommit === 'ONCOMMIT_DROP')) return;
  if (s.if_not_exists && tableAt(catalog, homeOf(catalog, s.relation))) return;
  const table = addTable(catalog, homeOf(catalog, s.relation), s.ofTypename ? undefined : new Map());
  addParents(catalog, table, s.inhRelations ?? [], s.partbound !== undefined);
  const elements = s.tableElts ?? [];
  for (const node of elements) addElement(catalog, parsed, table, node);
  for (const constraint of withAttributes(elements)) addConstraint(catalog, table, constraint);
  settleReferences(table);
  table.foreign = foreign;
};
