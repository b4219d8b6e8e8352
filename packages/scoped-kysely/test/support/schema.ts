import { DummyDriver, type Generated, type KyselyPlugin, PostgresAdapter, type PostgresDialect, PostgresQueryCompiler } from 'kysely';
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

export type DB = ScopedDB<typeof tenancy>;

export const a = mintTenantId('a', { reason: 'test' });
export const b = mintTenantId('b', { reason: 'test' });

/** Prints PostgreSQL's SQL and runs nothing. */
export const printing: InstanceType<typeof PostgresDialect> = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: () => {
    throw new Error('not used');
  },
  createQueryCompiler: () => new PostgresQueryCompiler(),
} as never;

export const printer = (plugins: readonly KyselyPlugin[] = []): ScopedKysely<DB> => createScopedKysely({ dialect: printing, tenancy, plugins }).forTenant(a);
