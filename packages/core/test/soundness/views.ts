import type { SoundnessCase } from './case.ts';

/** `t` holds the tenant; `k` is any other uuid. Swapping them is what a view must not be fooled by. */
const o = 'create table o (id int primary key, t uuid not null, k uuid)';
const rows = { own: 'insert into o (id, t, k) values (1, $A, $A)', strangers: 'insert into o (id, t, k) values (9, $B, $A)' };
/** The same rows after `t` was renamed to `u`, and another column took its name. */
const swap = 'alter table o rename t to u; alter table o rename k to t; alter table o rename u to k';

const scoped = { verdict: 'scoped' } as const;
const unscoped = { verdict: 'unscoped' } as const;
const unproven = { verdict: 'unproven', rule: 'unproven-sql' } as const;

const ofView = 'select * from v where t = $1';

/** The view's `t` is the column that now has another name; the model knows the tenant column by its name. */
const swapped = (view: string): string => `${o}; ${view}; ${swap}`;

/** A view is bound to tables and columns when it is made; names that change later do not change it. */
export const views: readonly SoundnessCase[] = [
  { name: 'a view', schema: `${o}; create view v as select * from o`, sql: ofView, ...scoped, rows },
  { name: 'columns renamed behind a view of one table', schema: swapped('create view v as select id, t, k from o'), sql: 'select * from v where k = $1', ...scoped, rows: rows },
  { name: 'columns renamed behind a view, by the old name', schema: swapped('create view v as select id, t, k from o'), sql: ofView, ...unscoped, rows: rows },
  { name: 'columns renamed behind *', schema: swapped('create view v as select * from o'), sql: ofView, ...unscoped, rows: rows },
  { name: 'columns renamed behind * of an alias', schema: swapped('create view v as select x.* from o x'), sql: ofView, ...unscoped, rows: rows },
  { name: 'columns renamed there and back', schema: `${swapped('create view v as select * from o')}; ${swap}`, sql: ofView, ...scoped, rows },
  { name: 'columns renamed behind a join', schema: swapped('create table p (id int primary key, t uuid not null); create view v as select o.id, o.t from o join p on p.id = o.id'), sql: ofView, ...unproven },
  { name: 'columns renamed behind a sub-query', schema: swapped('create view v as select * from (select * from o) x'), sql: ofView, ...unproven },
  { name: 'columns renamed behind a materialized view', schema: swapped('create materialized view v as select * from o'), sql: ofView, ...unscoped, rows: { own: rows.own, strangers: `${rows.strangers}; refresh materialized view v` } },
  { name: 'columns of the view renamed', schema: `${o}; create view v as select id, t, k from o; alter view v rename column t to u; alter view v rename column k to t`, sql: ofView, ...unscoped, rows },
  { name: 'columns of the view renamed by ALTER TABLE', schema: `${o}; create view v as select id, t, k from o; alter table v rename t to u; alter table v rename k to t`, sql: ofView, ...unscoped, rows },
  { name: 'the renamed tenant of the view', schema: `${o}; create view v as select id, t, k from o; alter view v rename column t to u`, sql: 'select * from v where u = $1', ...scoped, rows },
  { name: 'columns of the view with names that are not known', schema: `${o}; create view v as select case when true then t end, k from o; alter view v rename column k to t`, sql: ofView, ...unproven },
  { name: 'a reader of a view whose columns are renamed', schema: `${o}; create view w as select id, t, k from o; create view v as select * from w; alter view w rename column t to u; alter view w rename column k to t`, sql: ofView, ...scoped, rows },
  { name: 'a column that the table gets later', schema: 'create table q (id int primary key); create table o (id int primary key, t uuid not null); create view v as select id, (select count(*) from q where q.id = x.n) as c, t from (select id, id as n, t from o) x; alter table q add n int', sql: ofView, configuration: { tenant: { column: 't' }, tables: { shared: ['q'] } }, ...scoped, rows: { own: 'insert into o values (1, $A)', strangers: 'insert into o values (9, $B)' } },
  { name: 'a later column that a name would come to mean', schema: 'create table q (id int primary key, t uuid not null); create table o (id int primary key, k uuid); create table s (k uuid, id int primary key); create view v as select id, k from o where exists (select 1 from q where q.t = k); alter table q add k uuid', sql: 'select * from v', configuration: { tenant: { column: 't' }, tables: { shared: ['o', 's'] } }, ...unproven },
  { name: 'a later column behind *', schema: 'create table o (id int primary key, t uuid not null); create view v as select * from o; alter table o add k uuid', sql: 'select * from v x(a, b), o where o.k = x.b and x.b = $1 and o.t = $1', ...scoped },
  { name: 'a later column between those of two tables', schema: 'create table p (id int primary key, t uuid not null); create table o (id int primary key, t uuid not null); create view v (i, x, j, y) as select * from o, p; alter table o add z uuid', sql: 'select * from v where x = $1 and y = $1', ...scoped, rows: { own: 'insert into o values (1, $A); insert into p values (1, $A)', strangers: 'insert into o values (9, $B, $A); insert into p values (9, $B)' } },
  { name: 'a later column that a NATURAL JOIN would compare', schema: 'create table p (id int primary key, t uuid not null); create table o (id int primary key, n int); create view v as select p.t, p.id from o natural join p; alter table o add t uuid', sql: 'select * from v x where x.t = $1', configuration: { tenant: { column: 't' }, tables: { shared: ['s'] } }, verdict: 'unscoped' },
  { name: 'a table renamed, and another in its place', schema: `${o}; create view v as select * from o; alter table o rename to old; create table o (id int primary key, k uuid, t uuid not null)`, sql: ofView, ...scoped, rows: { own: 'insert into old values (1, $A, $A)', strangers: 'insert into old values (9, $B, $A)' } },
  { name: 'a table renamed behind a name of WITH', schema: `${o}; create table p (id int primary key, t uuid not null); create view v as with o as (select * from p) select * from o; alter table o rename to old`, sql: ofView, ...scoped, rows: { own: 'insert into p values (1, $A)', strangers: 'insert into p values (9, $B)' } },
  { name: 'a shared table in place of a tenant’s', schema: `${o}; create view v as select * from o; alter table o rename to mine; create table o (id int primary key, t uuid, k uuid)`, configuration: { tenant: { column: 't' }, tables: { shared: ['o'] } }, sql: 'select * from v', ...unscoped, rows: { own: 'insert into mine values (1, $A, $A)', strangers: 'insert into mine values (9, $B, $A)' } },
  { name: 'a table moved, and another in its place', schema: `create schema app; ${o}; create view v as select * from o; alter table o set schema app; create table o (id int primary key, t uuid, k uuid)`, configuration: { tenant: { column: 't' }, tables: { shared: ['o'] } }, sql: 'select * from v', ...unscoped, rows: { own: 'insert into app.o values (1, $A, $A)', strangers: 'insert into app.o values (9, $B, $A)' } },
  { name: 'a search path that is another when the view is read', schema: `create schema app; create table app.o (id int primary key, t uuid not null); set search_path = app, public; create view public.v as select * from o; set search_path = public; create table o (id int primary key, t uuid)`, configuration: { tenant: { column: 't' }, tables: { shared: ['o'] } }, sql: 'select * from v', ...unscoped, rows: { strangers: 'insert into app.o values (9, $B)' } },
  { name: 'a view replaced behind another', schema: `${o}; create view w as select id, t, k from o; create view v as select * from w; create or replace view w as select id, k as t, t as k from o`, sql: ofView, ...unscoped, rows },
  { name: 'a table dropped with its views, and made anew', schema: `${o}; create view v as select * from o; drop table o cascade; ${o}`, sql: ofView, verdict: 'unproven', rule: 'unproven-table' },
  { name: 'a view dropped with what it reads, two steps away', schema: `${o}; create view w as select * from o; create view v as select * from w; drop table o cascade`, sql: ofView, verdict: 'unproven', rule: 'unproven-table' },
  { name: 'a column dropped with the views that read it', schema: `${o}; create view v as select id, t from o; alter table o drop t cascade; alter table o add t uuid not null`, sql: ofView, ...unproven },
  { name: 'a key made on a temporary namesake', schema: `create table pc (id int, t uuid not null, name text, unique (t, id)); create table oc (id int primary key, t uuid not null, pid int, foreign key (t, pid) references pc (t, id));
    create temporary table pc (id int); create unique index on pc (id); drop table pc`, sql: 'select pc.name from oc join pc on pc.id = oc.pid where oc.t = $1', ...unscoped, rows: { own: "insert into pc values (1, $A, 'own'); insert into oc values (1, $A, 1)", strangers: "insert into pc values (1, $B, 'strange')" } },
  { name: 'a temporary namesake that is dropped', schema: `${o}; create temporary table o (id int); drop table o`, sql: 'select * from o where t = $1', ...scoped, rows },
  { name: 'a temporary namesake that ends with the transaction', schema: `${o}; begin; create temporary table o (id int) on commit drop; commit; alter table o rename k to l`, sql: 'select l from o where t = $1', ...scoped },
];
