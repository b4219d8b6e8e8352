import { type Dialect, type Driver, DummyDriver, type Generated, type KyselyPlugin, PostgresAdapter, PostgresQueryCompiler } from 'kysely';
import { admin, createScopedKysely, defineTenancy, mintTenantId, owned, root, type ScopedDB, type ScopedKysely, shared, via } from 'scoped-kysely';

/** The tables of the tests, as a generator of types writes them. */
export interface Tables {
  tenants: { id: string; name: string };
  customers: { tenant_id: string; id: number; name: string; country: string | null };
  orders: { tenant_id: string; id: number; customer_id: number | null; status: string; total: number };
  order_items: { order_id: number; line: number; product_id: number | null; quantity: number };
  projects: { org_id: string; id: number; title: string };
  countries: { code: string; name: string };
  settings: { key: string; value: string };
  audit_log: { id: Generated<number>; tenant_id: string; what: string };
}

export const tenancy = defineTenancy<Tables>()({
  column: 'tenant_id',
  tables: {
    tenants: root(),
    customers: owned(),
    orders: owned(),
    order_items: via('orders', 'order_id'),
    projects: owned('org_id'),
    countries: shared(),
    settings: shared({ writable: true }),
    audit_log: admin(),
  },
});

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name for messages
export interface DB extends ScopedDB<typeof tenancy> {}

export const a = mintTenantId('a', { reason: 'test' });
export const b = mintTenantId('b', { reason: 'test' });

/** PostgreSQL's SQL, and a driver of the test's. */
export const dialectWith = (driver: () => Driver): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: driver,
  createIntrospector: () => {
    throw new Error('not used');
  },
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

/** Runs nothing. */
export const printing = dialectWith(() => new DummyDriver());

export const printer = (plugins: readonly KyselyPlugin[] = []): ScopedKysely<DB> => createScopedKysely<DB>({ dialect: printing, tenancy, plugins }).forTenant(a);
