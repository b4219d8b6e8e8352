import type { ColumnType, SelectType } from 'kysely';
import type { AdminTable, TableClass } from '../tenancy/table-class.ts';

declare const readOnlyTable: unique symbol;

/** Each table of the database with its class; a forgotten or unknown table is a compile error. */
export type TableClasses<Tables> = { readonly [T in keyof Tables]: TableClass };

/** What a misuse is told; the compiler prints the sentence. */
export interface TenancyTypeError<Message extends string> {
  readonly tenancyError: Message;
}

/** A sentence for each class that names what does not exist. It is no constraint of the classes: that costs an editor twice its time. */
export type WrongClass<Tables, Classes> = {
  [T in keyof Classes & string]: T extends keyof Tables
    ? Classes[T] extends { readonly kind: 'via'; readonly parent: infer P extends string; readonly column: infer C extends string }
      ? P extends keyof Tables
        ? WrongColumn<Tables[T], T, C>
        : `${T} is owned via ${P}, which is no table`
      : Classes[T] extends { readonly column: infer C extends string }
        ? WrongColumn<Tables[T], T, C>
        : never
    : `there is no table ${T}`;
}[keyof Classes & string];

type WrongColumn<Row, T extends string, C extends string> = C extends keyof Row ? never : `${T} has no column ${C}`;

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

/** Computed once: a condition in the keys of a mapped type is asked again wherever the type is used. */
type TenantsTable<Tables, Classes> = { [T in keyof Classes]: Classes[T] extends AdminTable ? never : T }[keyof Classes] & keyof Tables;

/** The tables without the admin ones, the tenant column out of every write, shared tables read-only. */
export type ScopedTables<Tables, Classes, Default> = {
  [T in TenantsTable<Tables, Classes>]: ScopedTable<Tables[T], T extends keyof Classes ? Classes[T] : TableClass, Default>;
};

/** Names of the tables that a tenant may write to. */
export type WritableTable<DB> = { [T in keyof DB]: DB[T] extends { readonly [readOnlyTable]: unknown } ? never : T }[keyof DB] & string;
