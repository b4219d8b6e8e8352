import type { Kysely } from 'kysely';
import { createScopedKysely, defineTenancy, mintTenantId, owned, shared, type TenantValue, via } from 'scoped-kysely';
import type { Guard } from '../guard.ts';
import type { Tables } from '../tables.ts';

const tenancy = defineTenancy<Tables>()({
  column: 'tenant_id',
  tables: { customers: owned(), orders: owned(), accounts: owned(), notes: via('accounts', 'account_id'), countries: shared() },
});

/** The shapes are written against Kysely's types: what only ours forbid is tried past them. */
export const scoped: Guard = {
  name: 'scoped-kysely',
  note: 'run past its types, with the default context: each query in a transaction that carries the tenant',
  stamps: true,
  children: true,
  run: (dialect, tenant, body) => {
    const db = createScopedKysely({ dialect, tenancy }).forTenant(mintTenantId(tenant as TenantValue, { reason: 'bench' }));
    return body(db as unknown as Kysely<Tables>);
  },
};
