import { buildModel, type Configuration, readExpression, type TenantModel } from '../../src/index.ts';
import { hardModel, modelOf } from '../judge.ts';

/** Tables of shapes that the hard schema has no use for. */
const oddSchema = `
create table tenants (id uuid primary key, code char(3) unique);
create table loose (id int primary key, t citext not null, k uuid not null);
create table wide (id int primary key, t int8 not null, small int2, amount numeric, label varchar(10));
create table a2 (id int primary key, t uuid not null, code text unique, unique (t, id), unique (id, code));
create table nullable_child (id int primary key, t uuid, aid int, foreign key (t, aid) references a2 (t, id));
create table child (id int primary key, t uuid not null, aid int, foreign key (aid, t) references a2 (id, t));
create table tri (id int primary key, t uuid not null, aid int, extra int, foreign key (t, aid, extra) references three (t, id, extra));
create table three (id int primary key, t uuid not null, extra int, unique (t, id, extra));
create table by_code (id int primary key, t uuid not null, code text references a2(code));
create table pair (x int, y int, t uuid not null, primary key (x, y));
create table lines (id int primary key, pid int not null references a2(id), nid int references a2(id));
create table of_lines (id int primary key, t uuid not null, lid int references lines(id));
create table notices (id int primary key, t uuid not null, status text, hidden boolean, gone timestamptz);
create table memo (id int primary key, t uuid not null, hidden boolean not null, kind text);
create table trash (id int primary key, t uuid not null, gone timestamptz, note text);
create table flags (name text, on_by_default boolean);
create table parts (n int, t uuid not null, primary key (t, n));
create table of_parts (id int primary key, t uuid not null, n int, foreign key (t, n) references parts (t, n));
create table of_pair (id int primary key, t uuid not null, x int, y int, foreign key (x, y) references pair (x, y));
create table of_both (id int primary key, t uuid not null, aid int, code text, foreign key (aid, code) references a2 (id, code));
create table keyed (k uuid, n int, t uuid not null, primary key (k, n));
create table of_keyed (id int primary key, t uuid not null, n int, foreign key (t, n) references keyed (k, n));
create table of_other_parts (id int primary key, t uuid not null, other_t uuid, n int, foreign key (other_t, n) references parts (t, n));
create table defaults (id int primary key, t uuid not null default '00000000-0000-0000-0000-000000000000'::uuid, aid int default null references a2(id), bid int default 5 references a2(id));
create table drafts (id int primary key, t uuid not null, hidden boolean);
create table dangling (id int primary key, t uuid not null, nid int references nowhere(id), name text references flags(name));
create table listed (id int primary key, t uuid not null, hidden boolean, kind text);
create schema app;
create table app.jobs (id int primary key, t uuid not null);
create table app.plans (id int primary key);
create type two as (x int, y int);
create table composites (id int primary key, t uuid not null, pair two not null);
create view renamed_view (one, two) as select id, t from a2;
create view nameless as select 1, t from a2;
create function lower(x text) returns text language sql as $$ select x $$;
create function public.upper(x text) returns text language sql as $$ select x $$;
`;

const oddConfiguration = {
  tenant: { column: 't', root: 'tenants.id', setting: 'app.current_tenant', functions: ['app.current_tenant', 'whoami'] },
  tables: {
    shared: ['flags', 'app.plans'],
    via: { lines: 'a2(pid)' },
    public: { notices: "status = 'public'", memo: 'not hidden', trash: 'gone is null', listed: "kind in ('a', 'b')", drafts: 'hidden is not true' },
  },
} as const satisfies Configuration;

/** Nothing is known of any table but what the configuration says. */
const openConfiguration = {
  tenant: { column: 't', root: 'tenants.id', setting: 'app.current_tenant', functions: ['app.current_tenant'] },
  tables: { shared: ['plans'], via: { items: 'o(oid)' }, public: { posts: 'is_public' } },
} as const satisfies Configuration;

export const models = {
  hard: hardModel,
  odd: modelOf(oddSchema, oddConfiguration),
  open: buildModel(openConfiguration, undefined, readExpression),
  camel: modelOf('create table order_lines (id int primary key, tenant_id uuid not null, unit_price int)', {
    tenant: { column: 'tenant_id' },
    naming: 'camelCase',
  }),
} as const satisfies Record<string, TenantModel>;

export type ModelName = keyof typeof models;
