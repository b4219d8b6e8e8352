import { refusal } from '../error.ts';
import type { ScopedTables, TableClasses, WrongClass } from '../types/scoped-tables.ts';
import { nearest } from './nearest.ts';
import type { TableClass } from './table-class.ts';

/** Whose rows each table holds. `DB` is what tenants' queries see of the tables. */
export interface Tenancy<DB, Tables = unknown> {
  readonly column: string;
  readonly tables: Readonly<Record<string, TableClass>>;
  readonly functions: readonly string[];
  /** Types only: never set. */
  readonly scoped?: DB;
  /** Types only: every table, for `crossTenant`. */
  readonly all?: Tables;
}

export interface TenancyOptions<Column extends string, Classes> {
  /** The tenant column of every tenant-owned table that names no other. */
  readonly column: Column;
  /** Every table of the database, by the name that queries use. */
  readonly tables: Classes;
  /** The database's own functions that read no rows but their arguments; PostgreSQL's are known. */
  readonly functions?: readonly string[];
}

/** A tenancy with what is wrong with it, which only `createScopedKysely` asks for: editors need not work it out in every file. */
export interface DefinedTenancy<Tables, Classes, Column> extends Tenancy<ScopedTables<Tables, Classes, Column>, Tables> {
  /** Types only: a sentence for each class that names what does not exist. */
  readonly wrong?: WrongClass<Tables, Classes>;
}

const plainName = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i;

const checkParents = (tables: Readonly<Record<string, TableClass>>): void => {
  for (const [name, table] of Object.entries(tables)) {
    const seen = new Set([name]);
    for (let current = table; current.kind === 'via'; ) {
      const parent = Object.hasOwn(tables, current.parent) ? tables[current.parent] : undefined;
      if (!parent) throw refusal('CONFIGURATION', `${name} is owned via ${current.parent}, which is not declared${nearest(current.parent, Object.keys(tables))}`, { table: name });
      if (parent.kind === 'shared' || parent.kind === 'admin') throw refusal('CONFIGURATION', `${name} is owned via ${current.parent}, which belongs to no tenant`, { table: name });
      if (seen.has(current.parent)) throw refusal('CONFIGURATION', `${name} is owned via itself`, { table: name });
      seen.add(current.parent);
      current = parent;
    }
  }
};

/**
 * Declares whose rows each table holds.
 *
 * @example
 * export const tenancy = defineTenancy<Tables>()({
 *   column: 'tenant_id',
 *   tables: { tenants: root(), orders: owned(), order_items: via('orders', 'order_id'), countries: shared(), audit: admin() },
 * });
 * export type DB = ScopedDB<typeof tenancy>;
 * @throws ScopedKyselyError `CONFIGURATION`
 */
export const defineTenancy =
  <Tables>() =>
  <const Column extends string, const Classes extends TableClasses<Tables>>(options: TenancyOptions<Column, Classes>): DefinedTenancy<Tables, Classes, Column> => {
    const functions = options.functions ?? [];
    if (typeof options.column !== 'string' || options.column === '') throw refusal('CONFIGURATION', 'the tenancy needs the name of the tenant column');
    const unusable = functions.find((name) => !plainName.test(name));
    if (unusable !== undefined) throw refusal('CONFIGURATION', `"${unusable}" is no name of a function`);
    const tables: Readonly<Record<string, TableClass>> = Object.freeze({ ...options.tables });
    checkParents(tables);
    return Object.freeze({ column: options.column, tables, functions: Object.freeze([...functions]) });
  };

/** The tables as tenants' queries see them: `type DB = ScopedDB<typeof tenancy>`. */
export type ScopedDB<T> = T extends Tenancy<infer DB> ? DB : never;
