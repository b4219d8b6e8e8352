/**
 * The database that the hard cases speak of. `o`, `p`, `c` and `q` are tenant-owned with plain foreign keys;
 * `oc` refers to `pc` by a composite key; `items` is owned via `o`; `plans` is shared; `posts` has declared public rows;
 * rows of `h` may belong to nobody.
 */
export const hardSchema = `
create table tenants (id uuid primary key, name text);
create table users (id int primary key, t uuid not null references tenants(id), email text);
create table memberships (user_id int not null, t uuid not null references tenants(id), primary key (user_id, t));
create table p (id int primary key, t uuid not null references tenants(id), name text, kind uuid, a int, b int);
create table o (id int primary key, t uuid not null references tenants(id), pid int, cid int, total int, a int, b int,
  status text, other_t uuid, ref text, unique (t, id), unique (t, ref));
create table c (id int primary key, t uuid not null references tenants(id), name text);
create table q (id int primary key, t uuid not null references tenants(id), oid int, done boolean);
create table pc (id int primary key, t uuid not null references tenants(id), name text, unique (t, id));
create table oc (id int primary key, t uuid not null references tenants(id), pid int, total int,
  foreign key (t, pid) references pc (t, id));
create table fk (id int primary key, t uuid not null references tenants(id), oid int references o(id));
create table items (id int primary key, oid int not null references o(id), sku text, qty int, unique (oid, sku));
create table notes (id int primary key, iid int not null references items(id), body text);
create table stamped (id int primary key default 1000, t uuid not null default (current_setting('app.current_tenant'))::uuid, body text);
create table fixed (id int primary key, t uuid not null default '00000000-0000-0000-0000-000000000000');
create table posts (id int primary key, t uuid not null references tenants(id), is_public boolean not null, body text);
create table plans (id int primary key, name text, price int);
create table r (id int primary key, t uuid not null references tenants(id), parent int, name text);
create table h (id int primary key, t uuid, a int, name text);
create table mystery (id int primary key, body text);
create view o_open as select id, t, total from o where status = 'open';
create view o_totals as select sum(total) as total from o;
create materialized view o_mat as select id, t from o;
`;

export const hardConfiguration = {
  tenant: {
    column: 't',
    root: 'tenants.id',
    setting: 'app.current_tenant',
    functions: ['app.current_tenant'],
  },
  tables: {
    shared: ['plans'],
    via: { items: 'o(oid)', notes: 'items(iid)' },
    public: { posts: 'is_public' },
  },
} as const;
