import type { AlterObjectSchemaStmt, RenameStmt } from 'libpg-query';
import { as } from '../lower/context.ts';
import { type Catalog, findTable, rangeOf, type Table } from './catalog.ts';
import { addFunction } from './function.ts';
import { dropTemporary, isTemporary, noteTemporary } from './temporary.ts';
import { renameTrigger } from './trigger.ts';
import { followColumn, followTable, renameViewColumn } from './view.ts';

const renamed = (columns: readonly string[], from: string, to: string): string[] => columns.map((c) => (c === from ? to : c));

const renameColumn = (catalog: Catalog, table: Table, from: string, to: string): void => {
  if (table.view) renameViewColumn(table.view, from, to);
  if (table.columns)
    table.columns = new Map([...table.columns].map(([name, c]) => (name === from ? [to, { ...c, name: to }] : [name, c])));
  for (const key of table.uniques) {
    key.columns = renamed(key.columns, from, to);
    key.included = renamed(key.included, from, to);
  }
  for (const key of table.foreignKeys) {
    key.columns = renamed(key.columns, from, to);
    key.setColumns = key.setColumns && renamed(key.setColumns, from, to);
  }
  for (const other of catalog.tables)
    for (const key of other.foreignKeys) if (key.table === table) key.referenced = renamed(key.referenced, from, to);
  followColumn(catalog, table, from, to);
  for (const child of table.children) renameColumn(catalog, child.table, from, to);
};

const renameConstraint = (table: Table, from: string, to: string): void => {
  for (const key of [...table.uniques, ...table.foreignKeys]) if (key.name === from) key.name = to;
};

const renameSchema = (catalog: Catalog, from: string, to: string): void => {
  for (const table of catalog.tables) if (table.schema === from) followTable(catalog, table, () => { table.schema = to; });
};

/** A policy or a rule is renamed under the name of its table. */
const relations = new Set(['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE']);

/** ALTER … RENAME. */
export const rename = (catalog: Catalog, s: RenameStmt): void => {
  const { subname = '', newname = '' } = s;
  if (s.relation && s.renameType === 'OBJECT_TABLE' && isTemporary(catalog, s.relation)) {
    dropTemporary(catalog, s.relation);
    noteTemporary(catalog, { relname: newname, relpersistence: 't' }, false);
    return;
  }
  const table = findTable(catalog, s.relation);
  if (s.renameType === 'OBJECT_SCHEMA') renameSchema(catalog, subname, newname);
  else if (s.renameType === 'OBJECT_INDEX') for (const t of catalog.tables) renameConstraint(t, s.relation?.relname ?? '', newname);
  else if (s.renameType === 'OBJECT_FUNCTION' || s.renameType === 'OBJECT_PROCEDURE')
    addFunction(catalog, { ...rangeOf(as(s.object, 'ObjectWithArgs')?.objname), relname: newname });
  else if (!table) return;
  else if (s.renameType === 'OBJECT_COLUMN') renameColumn(catalog, table, subname, newname);
  else if (s.renameType === 'OBJECT_TABCONSTRAINT') renameConstraint(table, subname, newname);
  else if (s.renameType === 'OBJECT_TRIGGER') renameTrigger(table, subname, newname);
  else if (relations.has(s.renameType ?? '')) followTable(catalog, table, () => { table.name = newname; });
};

/** ALTER … SET SCHEMA. */
export const setSchema = (catalog: Catalog, s: AlterObjectSchemaStmt): void => {
  const schema = s.newschema ?? 'public';
  const moved = as(s.object, 'ObjectWithArgs');
  if (moved) addFunction(catalog, { relname: rangeOf(moved.objname).relname ?? '', schemaname: schema });
  const table = findTable(catalog, s.relation);
  if (table) followTable(catalog, table, () => { table.schema = schema; });
};
