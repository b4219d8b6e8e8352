/** Rows carry the tenant in a column; without a name it is the tenancy's default column. */
export interface OwnedTable<Column extends string | undefined = string | undefined> {
  readonly kind: 'owned';
  readonly column: Column;
}

/** Rows belong to the tenant of the parent row that `column` refers to. */
export interface ViaTable<Parent extends string = string, Column extends string = string> {
  readonly kind: 'via';
  readonly parent: Parent;
  readonly column: Column;
  /** The parent's column that `column` refers to. It must be unique over all tenants: otherwise a child has two parents. */
  readonly key: string;
}

/** The table of tenants itself: `column` is the tenant. */
export interface RootTable<Column extends string = string> {
  readonly kind: 'root';
  readonly column: Column;
}

/** The same rows for everyone. */
export interface SharedTable<Writable extends boolean = boolean> {
  readonly kind: 'shared';
  readonly writable: Writable;
}

/** Rows of all tenants that no tenant's query may touch: only `crossTenant` reaches them. */
export interface AdminTable {
  readonly kind: 'admin';
}

export type TableClass = OwnedTable | ViaTable | RootTable | SharedTable | AdminTable;

/** A tenant-owned table. */
export function owned(): OwnedTable<undefined>;
export function owned<const Column extends string>(column: Column): OwnedTable<Column>;
export function owned(column?: string): OwnedTable {
  return { kind: 'owned', column };
}

/**
 * A table owned through a parent.
 *
 * @example
 * order_items: via('orders', 'order_id')            // order_items.order_id refers to orders.id
 * notes: via('accounts', 'account_no', 'number')    // notes.account_no refers to accounts.number
 */
export const via = <const Parent extends string, const Column extends string>(parent: Parent, column: Column, key = 'id'): ViaTable<Parent, Column> => ({ kind: 'via', parent, column, key });

/** The tenant root: the table whose key is the tenant. */
export function root(): RootTable<'id'>;
export function root<const Column extends string>(column: Column): RootTable<Column>;
export function root(column = 'id'): RootTable {
  return { kind: 'root', column };
}

/** A shared table. It can be read; writes are refused unless it is declared writable. */
export function shared(): SharedTable<false>;
export function shared<const Writable extends boolean>(options: { readonly writable: Writable }): SharedTable<Writable>;
export function shared(options?: { readonly writable: boolean }): SharedTable {
  return { kind: 'shared', writable: options?.writable ?? false };
}

/** A table for `crossTenant` only. */
export const admin = (): AdminTable => ({ kind: 'admin' });
