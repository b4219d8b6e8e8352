create table tenants (id uuid primary key, name text not null);
create table countries (code text primary key, name text not null);
create table orders (id uuid primary key, tenant_id uuid not null references tenants (id), customer_id uuid not null, status text not null, total int not null, unique (tenant_id, id));
create table customers (id uuid primary key, tenant_id uuid not null references tenants (id), email text not null, name text not null, unique (tenant_id, email));
create table tags (id uuid primary key, tenant_id uuid not null references tenants (id), label text not null, unique (tenant_id, label));
