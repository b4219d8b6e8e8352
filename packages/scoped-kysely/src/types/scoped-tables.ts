import type { ColumnType, SelectType } from 'kysely';
import type { AdminTable, OwnedTable, RootTable, SharedTable, TableClass, ViaTable } from '../tenancy/table-class.ts';

declare const readOnlyTable: unique symbol;

/** Each table of the database with its class; a forgotten or unknown table is a compile error. */
export type TableClasses<Tables> = { readonly [T in keyof Tables]: Tables[T] extends infer Row ? ClassFor<Tables, Row> : never };

type Column<Row> = keyof Row & string;

type ClassFor<Tables, Row> = OwnedTable<Column<Row> | undefined> | ViaTable<keyof Tables & string, Column<Row>> | RootTable<Column<Row>> | SharedTable | AdminTable;

/** A column that can be read and compared, and is absent from inserts and updates. */
export type ReadOnlyColumn<T> = ColumnType<SelectType<T>, never, never>;

type WithoutWrites<Row, Columns> = { [C in keyof Row]: C extends Columns ? ReadOnlyColumn<Row[C]> : Row[C] };

/** The symbol is no column: Kysely drops a column whose every type is `never`. */
type ReadOnly<Row> = { [C in keyof Row]: ReadOnlyColumn<Row[C]> } & { readonly [readOnlyTable]: ColumnType<never, never, never> };

type ScopedTable<Row, Class, Default> = Class extends { readonly kind: 'shared'; readonly writable: false }
  ? ReadOnly<Row>
  : Class extends { readonly kind: 'owned'; readonly column: infer C }
    ? WithoutWrites<Row, C extends string ? C : Default>
    : Class extends { readonly kind: 'root'; readonly column: infer C }
      ? WithoutWrites<Row, C>
      : Row;

/** The tables without the admin ones, the tenant column out of every write, shared tables read-only. */
export type ScopedTables<Tables, Classes, Default> = {
  [T in keyof Tables as T extends keyof Classes ? (Classes[T] extends AdminTable ? never : T) : never]: ScopedTable<Tables[T], T extends keyof Classes ? Classes[T] : TableClass, Default>;
};

/** Names of the tables that a tenant may write to. */
export type WritableTable<DB> = { [T in keyof DB]: DB[T] extends { readonly [readOnlyTable]: unknown } ? never : T }[keyof DB] & string;
