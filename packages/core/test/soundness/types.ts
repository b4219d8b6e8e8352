import type { SoundnessCase } from './case.ts';

const unproven = { verdict: 'unproven' } as const;

const loose = `create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create domain slug as text collate ci;
create domain tenant_id as uuid not null;
create type colour as enum ('red', 'blue');
create table k (id int primary key, t citext not null);
create table k2 (id int primary key, t citext not null);
create table l (id int primary key, t text collate ci not null);
create table d (id int primary key, t slug not null);
create table u (id int primary key, t tenant_id);
create table p (id int primary key, t char(4) not null);
create table e (id int primary key, t colour not null);
create table x (id int primary key, t text not null)`;

const strangers = (table: string): string => `insert into ${table} values (9, 'ACME')`;
const acme = (table: string) => ({ tenant: 'acme', own: `insert into ${table} values (1, 'acme')`, strangers: strangers(table) });

/** Equality that is not identity: the rows of ACME are not those of acme. PGlite has no ICU rules, so its collations are not tried. */
export const equalities: readonly SoundnessCase[] = [
  { name: 'a citext tenant', schema: loose, sql: 'select * from k where t = $1', ...unproven, rule: 'unproven-predicate', says: 'citext', rows: acme('k') },
  { name: 'a citext tenant that USING merges', schema: loose, sql: 'select * from k join k2 using (t) where t = $1', ...unproven, rows: { tenant: 'acme', own: "insert into k values (1, 'acme'); insert into k2 values (1, 'acme')", strangers: `${strangers('k')}; ${strangers('k2')}` } },
  { name: 'a citext tenant out of a union', schema: loose, sql: 'select * from (select id, t from k union all select id, t from k2) z where z.t = $1', ...unproven, rows: acme('k') },
  { name: 'a citext tenant out of a recursion', schema: loose, sql: 'with recursive z as (select id, t from k union select k2.id, z.t from k2 join z on z.t = k2.t and k2.id > z.id) select * from z where z.t = $1', ...unproven, rows: acme('k') },
  { name: 'a nondeterministic collation', schema: loose, sql: 'select * from l where t = $1', ...unproven, rule: 'unproven-predicate', says: 'nondeterministic collation ci' },
  { name: 'a domain over a nondeterministic collation', schema: loose, sql: 'select * from d where t = $1', ...unproven, says: 'nondeterministic collation ci' },
  { name: 'a column that gets a nondeterministic collation', schema: `${loose}; alter table x alter t type text collate ci`, sql: 'select * from x where t = $1', ...unproven, says: 'nondeterministic collation ci' },
  { name: 'a column that is rid of one', schema: `${loose}; alter table l alter t type text`, sql: 'select * from l where t = $1', verdict: 'scoped', rows: acme('l') },
  { name: 'a blank-padded tenant', schema: loose, sql: 'select * from p where t = $1', ...unproven },
  { name: 'a domain over uuid is uuid', schema: loose, sql: 'select * from u where t = $1', verdict: 'scoped', rows: { own: 'insert into u values (1, $A)', strangers: 'insert into u values (2, $B)' } },
  { name: 'a composite key over citext proves nothing of the other side', schema: `create table pc (id int primary key, t citext not null, unique (t, id));
    create table c (id int primary key, t citext not null, pid int, foreign key (t, pid) references pc (t, id));
    create table w (k text primary key, t text not null)`, sql: 'select pc.* from c join pc on pc.id = c.pid where c.t = $1', ...unproven },
  { name: 'numbers that are equal are different texts', schema: 'create table n (id int primary key, t numeric not null); create table m (id int primary key, t text not null)', sql: 'select m.* from n join m on m.t = n.t::text where n.t = $1', ...unproven, rows: { tenant: '1', own: 'insert into n values (1, 1.0)', strangers: "insert into m values (9, '1.0')" } },
];

const helpers = `create function lie(x uuid, y uuid) returns boolean language sql as $$ select true $$;
create function peek(x int, y int) returns boolean language sql as $$ select exists (select 1 from o where a = x) $$;
create function add(x int, y int) returns int language sql as $$ select x + y $$;
create schema app; create schema own`;
const o = "create table o (id int primary key, t uuid not null, a int)";
const rowsOfO = { own: 'insert into o values (1, $A, 1)', strangers: 'insert into o values (9, $B, 7)' };

/** Operators, casts and functions of the schema's own. */
export const own: readonly SoundnessCase[] = [
  { name: 'an equality of the schema', schema: `${o}; ${helpers}; create operator own.= (leftarg = uuid, rightarg = uuid, function = lie)`, sql: 'select * from o where t = $1', ...unproven, says: 'an equality of its own' },
  { name: 'an equality of the schema by its full name', schema: `${o}; ${helpers}; create operator own.= (leftarg = uuid, rightarg = uuid, function = lie)`, sql: 'select * from o where t operator(own.=) $1', verdict: 'unscoped', rows: rowsOfO },
  { name: 'an operator that reads', schema: `${o}; ${helpers}; create operator <+> (leftarg = int, rightarg = int, function = peek)`, sql: 'select 7 <+> 7 from o where t = $1', ...unproven, rule: 'unproven-function', says: '<+>', rows: rowsOfO },
  { name: 'an operator that computes', schema: `${o}; ${helpers}; create operator <+> (leftarg = int, rightarg = int, function = add)`, sql: 'select a <+> 7 from o where t = $1', verdict: 'scoped', rows: rowsOfO },
  {
    name: 'a cast that reads',
    schema: `${o}; create type pair as (x int, y int); create function reads(x pair) returns int language sql as $$ select count(*)::int from o $$; create cast (pair as int) with function reads(pair)`,
    sql: 'select (row(1, 2)::pair)::int from o where t = $1',
    ...unproven,
    rule: 'unproven-function',
    rows: rowsOfO,
  },
  { name: 'a cast between tenants', schema: `${o}; create cast (varchar as uuid) with inout as implicit`, sql: 'select * from o where t = $1', ...unproven, says: 'a cast of its own' },
  { name: 'a namesake of a built-in in another schema', schema: `${o}; create type mood as enum ('up'); create schema app; create function app.lower(mood) returns text language sql as $$ select string_agg(a::text, ',') from o $$; set search_path = public, app`, sql: "select lower('up'::mood) from o where t = $1", ...unproven, rule: 'unproven-function', rows: { ...rowsOfO, own: `${rowsOfO.own}; set local search_path = public, app` } },
  { name: 'a function in the notation of a field', schema: `${o}; create function others(o) returns bigint language sql as $$ select count(*) from o x where x.t <> $1.t $$`, sql: 'select (o).others from o where t = $1', ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'a function that computes', schema: `${o}; ${helpers}`, sql: 'select add(a, 1) from o where t = $1', verdict: 'scoped', rows: rowsOfO },
  { name: 'a function that reads', schema: `${o}; ${helpers}`, sql: 'select peek(7, 7) from o where t = $1', ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'a function of a function that reads', schema: `${o}; ${helpers}; create function far(x int) returns boolean language plpgsql as $$ begin if x > 0 then return peek(x, x); end if; return false; end $$`, sql: 'select far(7) from o where t = $1', ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'an overload that reads', schema: `${o}; ${helpers}; create function add(x text) returns bigint language sql as $$ select count(*) from o $$`, sql: "select add('x') from o where t = $1", ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'a body that is replaced', schema: `${o}; ${helpers}; create or replace function add(a int, b int) returns int language sql as $$ select count(*)::int from o $$`.replace('add(a int, b int)', 'add(x int, y int)'), sql: 'select add(1, 1) from o where t = $1', ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'a body in PL/pgSQL that computes', schema: `${o}; create function twice(x int) returns int language plpgsql as $$ declare y int := x; begin y := y * 2; if y > 10 then raise notice 'large %', y; end if; return y; end $$`, sql: 'select twice(a) from o where t = $1', verdict: 'scoped', rows: rowsOfO },
  { name: 'a body in PL/pgSQL that runs text', schema: `${o}; create function runs(x text) returns int language plpgsql as $$ declare y int; begin execute x into y; return y; end $$`, sql: "select runs('select count(*) from o') from o where t = $1", ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'a default of a parameter that reads', schema: `${o}; ${helpers}; create function shown(x boolean default peek(7, 7)) returns boolean language sql as $$ select x $$`, sql: 'select shown() from o where t = $1', ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'a built-in’s name for an operator of the schema’s type', schema: `${o}; create type pair as (x int, y int); create function plus(x pair, y int) returns bigint language sql as $$ select count(*) from o $$; create operator + (leftarg = pair, rightarg = int, function = plus)`, sql: 'select row(1, 2)::pair + 1 from o where t = $1', ...unproven, rule: 'unproven-function', rows: rowsOfO },
  { name: 'a body in the standard’s form', schema: `${o}; create function twice(x int) returns int return x * 2`, sql: 'select twice(a) from o where t = $1', verdict: 'scoped', rows: rowsOfO },
  { name: 'a body in the standard’s form that reads', schema: `${o}; create function total() returns bigint begin atomic select sum(a) from o; end`, sql: 'select total() from o where t = $1', ...unproven, rule: 'unproven-function', rows: rowsOfO },
];
