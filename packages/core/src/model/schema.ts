import type { Expr } from '../query/expr/expr.ts';
import type { Query } from '../query/statement/query.ts';

/** What is known of one column. `type` is PostgreSQL's canonical name (`uuid`, `int4`, `text`), absent when unknown. */
export interface SchemaColumn {
  readonly name: string;
  readonly type?: string | undefined;
  readonly notNull: boolean;
  readonly default?: Expr | undefined;
  /** What a generated column is computed from: no statement gives it a value. */
  readonly generated?: Expr | undefined;
  /** Why `=` may hold of two values that are not the same, one clause: "is compared by …". The types of PostgreSQL itself are known by name. */
  readonly inexact?: string | undefined;
  /** A function that comparing or casting it may call, and that may do anything. */
  readonly calls?: string | undefined;
}

/** A validated, non-deferrable foreign key; `columns[i]` refers to `referenced[i]`. */
export interface ForeignKey {
  readonly columns: readonly string[];
  readonly schema?: string | undefined;
  readonly table: string;
  readonly referenced: readonly string[];
}

export type ReferentialAction = 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

/** What a write of a referred row does to the rows of this table that refer to it. */
export interface KeyAction {
  /** Of the foreign key. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly schema?: string | undefined;
  readonly table: string;
  readonly referenced: readonly string[];
  readonly onDelete?: ReferentialAction | undefined;
  readonly onUpdate?: ReferentialAction | undefined;
  /** The columns that ON DELETE SET NULL or SET DEFAULT sets; undefined: all of the key. */
  readonly setColumns?: readonly string[] | undefined;
}

/** What a trigger or a rule adds to a write. Triggers that only compute and set no column are left out. */
export interface WriteEffect {
  readonly kind: 'trigger' | 'rule';
  readonly name: string;
  readonly events: readonly ('insert' | 'update' | 'delete')[];
  /** UPDATE OF these columns; undefined: of any. */
  readonly columns?: readonly string[] | undefined;
  /** The columns of the row that it sets. */
  readonly sets: readonly string[];
  /** Why it may do anything; undefined: it only sets `sets`. */
  readonly why?: string | undefined;
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
  /** Of all enforced foreign keys, those that are not validated and those that are deferrable too. */
  readonly actions?: readonly KeyAction[] | undefined;
  readonly effects?: readonly WriteEffect[] | undefined;
  /** Whether other tables inherit from it (INHERITS; no partitions): their rows are read with it, and its keys say nothing of them. */
  readonly inherited?: boolean | undefined;
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
  /**
   * User-defined functions, lower case, outside `public` with their schema: a call of one is never taken for a built-in.
   * `pure`: the result depends on the arguments, the settings of the session and the clock alone.
   */
  readonly functions: ReadonlyMap<string, 'pure' | 'unknown'>;
  /** User-defined operators that may do anything. */
  readonly operators?: ReadonlySet<string> | undefined;
  /** Types that a user-defined cast makes, or user-defined operators take, which may do anything. */
  readonly casts?: ReadonlySet<string> | undefined;
}

export const emptySchema: Schema = { tables: [], keysKnown: false, functions: new Map() };
