import type { ColumnRef, CreateTableAsStmt, Node, RangeVar, SelectStmt, ViewStmt } from 'libpg-query';
import { as, stringOf, stringsOf } from '../lower/context.ts';
import { intoOf } from '../lower/select.ts';
import type { ParsedStatement } from '../statements.ts';
import { addTable, type Catalog, homeOf, type Table, tableAt, type View } from './catalog.ts';
import { readsOf } from './reads.ts';
import { expandSelect } from './star.ts';
import { noteTemporary } from './temporary.ts';
import { walkTree } from './tree.ts';

/** Binds the query to the tables it means now, as PostgreSQL does: later changes of names do not change what it reads. */
const makeView = (catalog: Catalog, parsed: ParsedStatement, query: Node | undefined, aliases: readonly Node[] | undefined, materialized: boolean): View => {
  const reads = readsOf(catalog, query);
  for (const { range, table } of reads) range.schemaname = table.schema;
  const select = as(query, 'SelectStmt');
  let open = false;
  const names = select && expandSelect({ reads, ctes: new Map(), leave: () => { open = true; } }, select);
  const given = aliases && stringsOf(aliases);
  return { parsed, query, reads, open, names: names?.map((n, i) => given?.[i] ?? n), columnAliases: given, materialized };
};

const addView = (catalog: Catalog, range: RangeVar | undefined, replace: boolean, make: () => View): void => {
  if (!range || noteTemporary(catalog, range, false)) return;
  const home = homeOf(catalog, range);
  const old = replace ? tableAt(catalog, home) : undefined;
  const view = make();
  // Who reads the view goes on reading it.
  if (old?.view) old.view = view;
  else addTable(catalog, home, undefined, view);
};

export const createView = (catalog: Catalog, parsed: ParsedStatement, s: ViewStmt): void => {
  addView(catalog, s.view, s.replace === true, () => makeView(catalog, parsed, s.query, s.aliases, false));
};

/** CREATE MATERIALIZED VIEW, and CREATE TABLE AS: a table of which the text tells no column types or keys. */
export const createTableAs = (catalog: Catalog, parsed: ParsedStatement, s: CreateTableAsStmt): void => {
  const range = s.into?.rel;
  if (!range || noteTemporary(catalog, range, s.into?.onCommit === 'ONCOMMIT_DROP')) return;
  if (s.if_not_exists && tableAt(catalog, homeOf(catalog, range))) return;
  if (s.objtype === 'OBJECT_MATVIEW') addView(catalog, range, false, () => makeView(catalog, parsed, s.query, s.into?.colNames, true));
  else addTable(catalog, homeOf(catalog, range), undefined);
};

export const selectInto = (catalog: Catalog, s: SelectStmt): void => {
  const into = intoOf(s);
  if (into?.rel && !noteTemporary(catalog, into.rel, into.onCommit === 'ONCOMMIT_DROP')) addTable(catalog, homeOf(catalog, into.rel), undefined);
};

const readersOf = (catalog: Catalog, table: Table): readonly View[] =>
  catalog.tables.flatMap((t) => (t.view?.reads.some((r) => r.table === table) ? [t.view] : []));

/** A view is bound to the table, not to its name: it follows `rename`, which is run in between. */
export const followTable = (catalog: Catalog, table: Table, rename: () => void): void => {
  rename();
  for (const view of readersOf(catalog, table))
    for (const read of view.reads) {
      if (read.table !== table) continue;
      if (read.range.relname !== table.name) read.range.alias ??= { aliasname: read.range.relname ?? '' };
      read.range.relname = table.name;
      read.range.schemaname = table.schema;
    }
};

const columnRefs = (view: View): readonly ColumnRef[] => {
  const refs: ColumnRef[] = [];
  walkTree(view.query, (node) => {
    const ref = as(node, 'ColumnRef');
    if (ref) refs.push(ref);
    return undefined;
  });
  return refs;
};

const lastName = (ref: ColumnRef): string => stringOf(ref.fields?.at(-1));

const mergesColumn = (view: View, name: string): boolean => {
  let found = false;
  walkTree(view.query, (node) => {
    if (stringsOf(as(node, 'JoinExpr')?.usingClause).includes(name)) found = true;
    return undefined;
  });
  return found;
};

/** Whether every source of rows of the view is one table under one name, so that each column of it can be told. */
const readsOnly = (view: View, table: Table): boolean => {
  let selects = 0;
  walkTree(view.query, (node) => {
    if (as(node, 'SelectStmt') ?? as(node, 'RangeFunction')) selects += 1;
    return undefined;
  });
  return selects === 1 && view.reads.length === 1 && view.reads[0]?.table === table && !as(view.query, 'SelectStmt')?.larg;
};

/** The references that mean the column of the table for sure; undefined: one may mean it, or something else. */
const referencesTo = (view: View, table: Table, column: string): readonly ColumnRef[] | undefined => {
  const refs = columnRefs(view).filter((ref) => lastName(ref) === column);
  const named = (qualifier: string): readonly Table[] =>
    view.reads.filter((r) => (r.range.alias?.aliasname ?? r.range.relname) === qualifier).map((r) => r.table);
  const simple = readsOnly(view, table);
  const sure = refs.filter((ref) => {
    const fields = ref.fields ?? [];
    if (fields.length === 1) return simple;
    return fields.length === 2 && simple && named(stringOf(fields[0])).every((t) => t === table);
  });
  return sure.length === refs.length ? refs : undefined;
};

/** Gives the output columns that a bare reference names a name of their own. */
const keepOutputNames = (view: View, column: string): void => {
  walkTree(view.query, (node) => {
    const target = as(node, 'ResTarget');
    const ref = as(target?.val, 'ColumnRef');
    if (target && ref && lastName(ref) === column) target.name ??= column;
    return undefined;
  });
};

/** A view keeps reading a column that is renamed. */
export const followColumn = (catalog: Catalog, table: Table, column: string, to: string): void => {
  for (const view of readersOf(catalog, table)) {
    const taken = columnRefs(view).some((ref) => lastName(ref) === to) || mergesColumn(view, to);
    const refs = view.open || taken || mergesColumn(view, column) ? undefined : referencesTo(view, table, column);
    if (!refs) {
      view.stale ??= `the column ${column} that it may read was renamed to ${to} after it was created`;
      continue;
    }
    keepOutputNames(view, column);
    for (const ref of refs) ref.fields = [...(ref.fields ?? []).slice(0, -1), { String: { sval: to } }];
  }
};

/** A view does not show a column that a table got later, nor does a name in it come to mean that column. */
export const followAddition = (catalog: Catalog, table: Table, column: string): void => {
  for (const view of readersOf(catalog, table))
    if (view.open || columnRefs(view).some((ref) => ref.fields?.length === 1 && lastName(ref) === column))
      view.stale ??= `the table ${table.name} that it reads got the column ${column} after it was created`;
};

/** DROP COLUMN … CASCADE takes the views that read the column along. */
export const followRemoval = (catalog: Catalog, table: Table, column: string): void => {
  for (const view of readersOf(catalog, table))
    if (view.open || mergesColumn(view, column) || columnRefs(view).some((ref) => lastName(ref) === column))
      view.stale ??= `the column ${column} that it may read was dropped after it was created`;
};

/** A column of the view itself: the query stays. */
export const renameViewColumn = (view: View, from: string, to: string): void => {
  view.names = view.names?.map((n) => (n === from ? to : n));
  if (view.names) view.columnAliases = view.names;
  else view.stale ??= `its column ${from} was renamed to ${to}, and which one that is is not known`;
};
