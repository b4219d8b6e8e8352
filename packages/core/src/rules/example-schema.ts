/** The database that the examples of all rules speak of. */
export const exampleSchema = `create table tenants (id uuid primary key, name text not null);
create table customers (
  id uuid primary key, tenant_id uuid not null references tenants (id), name text, unique (tenant_id, id));
create table orders (
  id uuid primary key, tenant_id uuid not null references tenants (id), customer_id uuid, status text, total int,
  unique (tenant_id, id), foreign key (tenant_id, customer_id) references customers (tenant_id, id));
create table order_items (id uuid primary key, order_id uuid not null references orders (id), sku text, quantity int);
create table payments (
  id uuid primary key, tenant_id uuid not null references tenants (id), order_id uuid references orders (id), amount int);
create table countries (code text primary key, name text);
create table metrics (day date, hits int);`;

/** How the example's configuration declares it. */
export const exampleConfiguration = {
  tenant: { column: 'tenant_id', root: 'tenants.id', setting: 'app.current_tenant' },
  tables: { shared: ['countries'], via: { order_items: 'orders(order_id)' } },
} as const;
