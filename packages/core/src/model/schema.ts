import type { Expr } from '../query/expr/expr.ts';
import type { Query } from '../query/statement/query.ts';

/** What is known of one column. `type` is PostgreSQL's canonical name (`uuid`, `int4`, `text`), absent when unknown. */
export interface SchemaColumn {
  readonly name: string;
  readonly type?: string | undefined;
  readonly notNull: boolean;
  readonly default?: Expr | undefined;
}

/** A validated, non-deferrable foreign key; `columns[i]` refers to `referenced[i]`. */
export interface ForeignKey {
  readonly columns: readonly string[];
  readonly schema?: string | undefined;
  readonly table: string;
  readonly referenced: readonly string[];
}

/** A full (not partial, not expression) unique constraint or index. */
export interface UniqueKey {
  readonly name?: string | undefined;
  readonly columns: readonly string[];
  readonly primary: boolean;
}

/** A table, view or materialised view. */
export interface SchemaTable {
  readonly schema?: string | undefined;
  readonly name: string;
  /** In table order. Undefined: nothing is known of the columns. */
  readonly columns?: ReadonlyMap<string, SchemaColumn> | undefined;
  readonly uniques: readonly UniqueKey[];
  readonly foreignKeys: readonly ForeignKey[];
  /** The definition of a view, with the names its column list gives. */
  readonly view?: { readonly query: Query; readonly columnAliases?: readonly string[] | undefined; readonly materialized: boolean } | undefined;
}

/**
 * Facts about a database, from DDL, a Kysely `DB` type or a live catalog.
 * `keysKnown` is false when the source says nothing of keys (a Kysely type): a missing unique key is then unknown, not absent.
 */
export interface Schema {
  readonly tables: readonly SchemaTable[];
  readonly keysKnown: boolean;
  /** User-defined functions, lower case, schema-qualified as written: a call of one is never taken for a built-in. */
  readonly functions: ReadonlySet<string>;
}

export const emptySchema: Schema = { tables: [], keysKnown: false, functions: new Set() };
