import type { CreateTableAsStmt, Node, RangeVar, SelectStmt, ViewStmt } from 'libpg-query';
import { as, stringsOf } from '../lower/context.ts';
import { intoOf } from '../lower/select.ts';
import type { ParsedStatement } from '../statements.ts';
import { addTable, type Catalog, findTable, homeOf, tableAt } from './catalog.ts';

const isTemporary = (range: RangeVar | undefined): boolean => range?.relpersistence === 't';

const addView = (
  catalog: Catalog,
  parsed: ParsedStatement,
  range: RangeVar | undefined,
  query: Node | undefined,
  aliases: readonly Node[] | undefined,
  materialized: boolean,
): void => {
  if (!range || isTemporary(range)) return;
  addTable(catalog, homeOf(catalog, range), undefined, {
    parsed,
    query,
    columnAliases: aliases && stringsOf(aliases),
    materialized,
  });
};

export const createView = (catalog: Catalog, parsed: ParsedStatement, s: ViewStmt): void => {
  addView(catalog, parsed, s.view, s.query, s.aliases, false);
};

/** CREATE MATERIALIZED VIEW, and CREATE TABLE AS: a table of which the text tells no column types or keys. */
export const createTableAs = (catalog: Catalog, parsed: ParsedStatement, s: CreateTableAsStmt): void => {
  const range = s.into?.rel;
  if (!range || isTemporary(range) || (s.if_not_exists && tableAt(catalog, homeOf(catalog, range)))) return;
  if (s.objtype === 'OBJECT_MATVIEW') addView(catalog, parsed, range, s.query, s.into?.colNames, true);
  else addTable(catalog, homeOf(catalog, range), undefined);
};

export const selectInto = (catalog: Catalog, s: SelectStmt): void => {
  const range = intoOf(s)?.rel;
  if (range && !isTemporary(range)) addTable(catalog, homeOf(catalog, range), undefined);
};

/** Every parse node below a value, of one kind. */
const nodesOf = <T>(value: unknown, pick: (node: Node) => T | undefined): readonly T[] => {
  if (Array.isArray(value)) return value.flatMap((v) => nodesOf(v, pick));
  if (typeof value !== 'object' || value === null) return [];
  const own = pick(value as Node);
  return [...(own ? [own] : []), ...Object.values(value).flatMap((v) => nodesOf(v, pick))];
};

/** The FROM items of a view that name a table as it is called now. */
const mentions = (catalog: Catalog, query: Node | undefined, table: object): readonly RangeVar[] =>
  nodesOf(query, (n) => as(n, 'RangeVar')).filter((range) => findTable(catalog, range) === table);

const views = (catalog: Catalog) => catalog.tables.flatMap((t) => (t.view ? [t.view] : []));

/** A view is bound to the table, not to its name: it follows `rename`, which is run in between. */
export const followTable = (catalog: Catalog, table: { schema: string; name: string }, rename: () => void): void => {
  const ranges = views(catalog).flatMap((v) => mentions(catalog, v.query, table));
  rename();
  for (const range of ranges) {
    range.alias ??= { aliasname: range.relname ?? '' };
    range.relname = table.name;
    range.schemaname = table.schema;
  }
};

/** A view keeps reading a column that is renamed; its text no longer says so. */
export const followColumn = (catalog: Catalog, table: object, column: string, to: string): void => {
  for (const view of views(catalog)) {
    const read = nodesOf(view.query, (n) => as(n, 'ColumnRef')).some((ref) => stringsOf(ref.fields).at(-1) === column);
    if (read && mentions(catalog, view.query, table).length > 0)
      view.stale = `the column ${column} that it may read was renamed to ${to} after it was created`;
  }
};
