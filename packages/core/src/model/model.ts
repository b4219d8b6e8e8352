import type { Expr } from '../query/expr/expr.ts';
import type { ForeignKey, KeyAction, SchemaColumn, SchemaTable, UniqueKey, WriteEffect } from './schema.ts';

/** Who owns the rows of a table. */
export type Ownership =
  /** `column` holds the tenant. The tenant root's own key is its tenant column. */
  | { readonly kind: 'tenant'; readonly column: string }
  /** Owned by the row of `parent` (a table key) that `column` refers to. */
  | { readonly kind: 'via'; readonly column: string; readonly parent: string }
  /** The same rows for everyone; no tenant may write them. */
  | { readonly kind: 'shared' }
  | { readonly kind: 'unclassified'; readonly why: string };

/** What a write of the table's rows does to the rows of another that refer to them. */
export interface Dependent extends KeyAction {
  /** The table that refers. */
  readonly child: { readonly schema: string; readonly name: string };
}

/** A table or view with everything the prover asks of it. */
export interface TableModel {
  /** Unique name: `orders`, `billing.invoices`, `"a.b"`. */
  readonly key: string;
  /** Its own name, without the schema. */
  readonly name: string;
  readonly ownership: Ownership;
  /** Undefined: the columns are not known. */
  readonly columns?: ReadonlyMap<string, SchemaColumn> | undefined;
  /** The single column that identifies a row, when there is one: what children refer to. */
  readonly identity?: string | undefined;
  readonly uniques: readonly UniqueKey[];
  readonly foreignKeys: readonly (ForeignKey & { readonly target: string })[];
  readonly dependents: readonly Dependent[];
  readonly effects: readonly WriteEffect[];
  /** Declared public rows: a predicate over the table's own columns. */
  readonly publicWhen?: Expr | undefined;
  readonly inherited?: boolean | undefined;
  readonly view?: SchemaTable['view'];
}

/** Which tables belong to tenants, and which SQL expressions carry the tenant. */
export interface TenantModel {
  /** Undefined: no such table is known. Without a schema every table is assumed to be tenant-owned. */
  readonly find: (schema: string | undefined, name: string) => TableModel | undefined;
  /** The PostgreSQL setting that carries the tenant, lower case. */
  readonly setting: string;
  /** What it carries: with declared members, a user who is no tenant. */
  readonly carries: 'tenant' | 'user';
  /** SQL functions that return the tenant, as `name` or `schema.name`. */
  readonly functions: ReadonlySet<string>;
  /** Functions the schema itself defines, with their schema and without: never taken for built-ins. */
  readonly userFunctions: ReadonlyMap<string, 'pure' | 'unknown'>;
  /** Operators and types of casts whose functions, defined by the schema itself, may do anything. */
  readonly userOperators: ReadonlySet<string>;
  readonly userCasts: ReadonlySet<string>;
  /** Keys of the tables that others are owned through, or refer to by a foreign key without the tenant column. */
  readonly parents: ReadonlySet<string>;
  /** The known tables, for listings and inference; empty without a schema. */
  readonly tables: readonly TableModel[];
  /** From a name in code to the name in the database (CamelCasePlugin); undefined when they are the same. */
  readonly rename?: ((name: string) => string) | undefined;
  /** What was assumed because neither the configuration nor the schema said so, one sentence each. */
  readonly assumptions: readonly string[];
}

/** Whether `columns` contain a unique key of all rows that are read with the table. */
export const isUniqueBy = (table: TableModel, columns: readonly string[]): boolean =>
  !table.inherited && table.uniques.some((key) => key.columns.every((c) => columns.includes(c)));
