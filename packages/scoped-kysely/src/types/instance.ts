import type { QueryResult, RawBuilder } from 'kysely';
import type { CrossTenantDeclaration } from '../escape/cross-tenant.ts';
import type { TenantId } from '../tenancy/tenant-id.ts';
import type { QueryMethods, ScopedKysely, TransactionStart } from './handle.ts';

/** What a cross-tenant handle and its transactions share. */
export interface CrossTenantHandle<DB> extends QueryMethods<DB, 'escape'> {
  /**
   * Runs one statement of raw SQL. Declared tables that are not listed are refused by name; what the tenancy does not
   * declare cannot be seen.
   */
  raw<R>(statement: RawBuilder<R>): Promise<QueryResult<R>>;
}

/** Queries over every tenant's rows of the listed tables. No tenant's handle, and not assignable to one. */
export interface CrossTenantKysely<DB> extends CrossTenantHandle<DB> {
  transaction(): CrossTenantTransactionBuilder<DB>;
}

export interface CrossTenantTransactionBuilder<DB> extends TransactionStart<CrossTenantTransactionBuilder<DB>> {
  execute<T>(callback: (trx: CrossTenantHandle<DB>) => Promise<T>): Promise<T>;
}

/** What `createScopedKysely` returns: the way to handles, with no query of its own. */
export interface TenantDatabase<DB, Tables> {
  /**
   * The handle of a tenant.
   *
   * @example
   * const orders = await scoped.forTenant(tenant).selectFrom('orders').selectAll().execute();
   * @throws ScopedKyselyError `TENANT_ID` for whatever was not minted
   */
  forTenant(tenant: TenantId): ScopedKysely<DB>;
  /**
   * The handle of the tenant that the carrier carries.
   *
   * @throws ScopedKyselyError `TENANT_ID` outside of a run
   */
  forCurrentTenant(): ScopedKysely<DB>;
  /**
   * Declares queries over several tenants' rows: who, why, and of which tables. The sink hears of each before it runs.
   *
   * @throws ScopedKyselyError `ESCAPE`, `UNKNOWN_TABLE`
   */
  crossTenant<const T extends keyof Tables & string>(declaration: CrossTenantDeclaration<T>): CrossTenantKysely<Pick<Tables, T>>;
  /** Closes every connection, once. */
  destroy(): Promise<void>;
}
