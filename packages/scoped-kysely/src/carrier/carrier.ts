import { AsyncLocalStorage } from 'node:async_hooks';
import { refusal } from '../error.ts';
import { type TenantId, tenantValueOf } from '../tenancy/tenant-id.ts';

/** Carries the tenant along asynchronous calls, beside the handle, which stays the source of truth. */
export interface TenantCarrier {
  /**
   * Runs `callback` for a tenant.
   *
   * @throws ScopedKyselyError `CARRIER_MISMATCH` inside the run of another tenant, `TENANT_ID`
   */
  run<T>(tenant: TenantId, callback: () => T): T;
  /** The tenant of the run around this call. */
  current(): TenantId | undefined;
}

/** A carrier of its own: two carriers share nothing. There is no `enterWith`: it would leak into the caller. */
export const createTenantCarrier = (): TenantCarrier => {
  const storage = new AsyncLocalStorage<TenantId>();
  return Object.freeze({
    run: <T>(tenant: TenantId, callback: () => T): T => {
      const value = tenantValueOf(tenant);
      const outer = storage.getStore();
      if (outer && tenantValueOf(outer) !== value) throw refusal('CARRIER_MISMATCH', 'a run for another tenant is around this one');
      return storage.run(tenant, callback);
    },
    current: () => storage.getStore(),
  });
};
