import type { Node, RangeVar } from 'libpg-query';
import type { ReferentialAction, WriteEffect } from '../../model/schema.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { stringsOf } from '../lower/context.ts';
import type { TypeName } from '../../query/expr/cast.ts';
import type { ParsedStatement } from '../statements.ts';
import type { Body } from './body.ts';
import type { Read } from './reads.ts';
import { isTemporary } from './temporary.ts';

/** The tables while DDL is applied, one statement after the other. */

export interface Column {
  name: string;
  type: string | undefined;
  collation: string | undefined;
  notNull: boolean;
  /** The constraint that makes it so, where it has a name. */
  notNullName?: string | undefined;
  default: Expr | undefined;
  generated?: Expr | undefined;
}

export interface Unique {
  name: string;
  columns: string[];
  /** Columns that it carries along: without them it is dropped too. */
  included: readonly string[];
  primary: boolean;
  deferrable: boolean;
  /** Made ON ONLY a partitioned table: it holds when its partitions have one too. */
  only: boolean;
}

export interface Foreign {
  name: string;
  columns: string[];
  /** The referenced table and columns; no columns: its primary key. */
  table: Table | MissingTable;
  referenced: string[];
  valid: boolean;
  deferrable: boolean;
  /** Its checks were switched off for a while: rows may break it for good. */
  broken: boolean;
  /** A partition has it from its parent. */
  inherited: boolean;
  onDelete: ReferentialAction | undefined;
  onUpdate: ReferentialAction | undefined;
  /** The columns that ON DELETE SET NULL or SET DEFAULT sets; undefined: all. */
  setColumns: readonly string[] | undefined;
}

/** A table that the files refer to but do not create. */
export interface MissingTable {
  readonly schema: string;
  readonly name: string;
}

export interface View {
  readonly parsed: ParsedStatement;
  readonly query: Node | undefined;
  /** The tables it was bound to when it was made. */
  readonly reads: readonly Read[];
  /** Whether a `*` or NATURAL in it could not be expanded. */
  readonly open: boolean;
  /** Its columns, when they are known. */
  names: readonly string[] | undefined;
  columnAliases: readonly string[] | undefined;
  readonly materialized: boolean;
  /** Why the query no longer says what the view does. */
  stale?: string;
}

export interface Trigger {
  readonly name: string;
  readonly events: WriteEffect['events'];
  /** Of UPDATE OF. */
  readonly columns: readonly string[] | undefined;
  /** Key of its function, and its name as written. */
  readonly calls: string;
  readonly written: string;
  readonly args: readonly string[];
  readonly when: Body | undefined;
}

export interface Table {
  schema: string;
  name: string;
  columns: Map<string, Column> | undefined;
  uniques: Unique[];
  foreignKeys: Foreign[];
  view: View | undefined;
  /** Tables that inherit its columns; partitions inherit its keys too. */
  children: { readonly table: Table; readonly partition: boolean }[];
  triggers: readonly Trigger[];
  rules: readonly { readonly name: string; readonly event: WriteEffect['events'][number] }[];
  /** Of another server: what is declared of its columns is not enforced. */
  foreign: boolean;
}

export interface Catalog {
  tables: Table[];
  /** The bodies of each function's overloads. */
  readonly functions: Map<string, Map<string, Body>>;
  /** Domains with what they are made of, and types with an equality of their own. */
  readonly types: Map<string, { readonly base?: TypeName | undefined; readonly collation?: string | undefined }>;
  /** Nondeterministic collations. */
  readonly collations: Set<string>;
  readonly operators: { readonly name: string; readonly types: readonly string[]; readonly calls: string }[];
  readonly casts: { readonly source: string; readonly target: string; readonly calls: string | undefined; readonly explicit: boolean }[];
  /** Temporary tables of the file, and whether they end with the transaction. */
  readonly temporary: Map<string, boolean>;
  /** Whether the file has switched the checks of foreign keys off. */
  unchecked: boolean;
  /** The schemas in which an unqualified name is looked up; new objects go to the first. */
  searchPath: readonly string[];
}

export const emptyCatalog = (): Catalog => ({ tables: [], functions: new Map(), types: new Map(), collations: new Set(), operators: [], casts: [], temporary: new Map(), unchecked: false, searchPath: ['public'] });

export const homeOf = (catalog: Catalog, range: RangeVar): MissingTable => ({
  schema: range.schemaname ?? catalog.searchPath[0] ?? 'public',
  name: range.relname ?? '',
});

/** The table or view of exactly that schema and name. */
export const tableAt = (catalog: Catalog, { schema, name }: MissingTable): Table | undefined =>
  catalog.tables.find((t) => t.name === name && t.schema === schema);

/** `public.kind` is `kind`. */
export const typeKey = (name: string): string => name.replace(/^public\./, '');

/** The table or view a name means. */
export const findTable = (catalog: Catalog, range: RangeVar | undefined): Table | undefined => {
  if (!range || isTemporary(catalog, range)) return undefined;
  const schemas = range.schemaname === undefined ? catalog.searchPath : [range.schemaname];
  for (const schema of schemas) {
    const table = tableAt(catalog, { schema, name: range.relname ?? '' });
    if (table) return table;
  }
  return undefined;
};

/** Puts a new table in the catalog, in place of one of that name. */
export const addTable = (catalog: Catalog, home: MissingTable, columns: Map<string, Column> | undefined, view?: View): Table => {
  catalog.tables = catalog.tables.filter((t) => t.name !== home.name || t.schema !== home.schema);
  const table: Table = { schema: home.schema, name: home.name, columns, uniques: [], foreignKeys: [], view, children: [], triggers: [], rules: [], foreign: false };
  catalog.tables.push(table);
  return table;
};

/** `schema.name` as a list of parts, as DROP and function names have it. */
export const rangeOf = (parts: readonly Node[] | undefined): RangeVar => {
  const names = stringsOf(parts);
  const schemaname = names.at(-2);
  return { relname: names.at(-1) ?? '', ...(schemaname !== undefined && { schemaname }) };
};

export const copyColumns = (columns: Map<string, Column> | undefined): Map<string, Column> =>
  new Map([...(columns ?? [])].map(([name, column]) => [name, { ...column }]));
