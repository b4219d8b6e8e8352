import type { SoundnessCase } from './case.ts';

const schema = `create table o (id int primary key, t uuid not null, a int);
create table p (id int primary key, t uuid not null, a int)`;

const rows = {
  own: 'insert into o values (1, $A, 1); insert into p values (1, $A, 1)',
  strangers: 'insert into o values (9, $B, 9); insert into p values (9, $B, 9)',
  values: ['bbbbbbbb-0000-0000-0000-000000000002'],
} as const;

const leak = (name: string, sql: string): SoundnessCase => ({ name, schema, sql, verdict: 'unscoped', rows });
const safe = (name: string, sql: string): SoundnessCase => ({ name, schema, sql, verdict: 'scoped', rows });

/** A group of no rows is a row, for which WHERE was not met. */
export const groups: readonly SoundnessCase[] = [
  leak('count of nothing beside a stranger’s id', 'select p.* from p, (select $2::uuid as t, count(*) as n from o where false) s where p.t = s.t'),
  leak('a condition on the id beside the count', 'select p.* from p, (select $2::uuid as t, count(*) as n from o where o.t = $1 and $2::uuid = $1) s where p.t = s.t'),
  leak('HAVING without GROUP BY', 'select p.* from p where p.t = (select $2::uuid from o where false having true)'),
  leak('count of nothing beside an outer column', 'select p.* from p, lateral (select p.t as t, count(*) as n from o where p.t = $1 and o.t = $1) s where p.t = s.t'),
  leak('an outer column in a scalar sub-query with HAVING', 'select p.* from p where p.t = (select p.t from o where p.t = $1 and o.t = $1 having count(*) >= 0)'),
  leak('an outer column beside an empty grouping set', 'select p.* from p, lateral (select p.t as t, count(*) as n from o where p.t = $1 and o.t = $1 group by grouping sets ((o.a), ())) s where p.t = s.t'),
  leak('a column of the group tied to an outer one', 'select p.* from p, lateral (select o.t as t, count(*) as n from o where o.t = $1 and o.t = p.t group by grouping sets ((o.t), ())) s'),
  safe('the tenant beside the count', 'select p.* from p, (select $1::uuid as t, count(*) as n from o where o.t = $1) s where p.t = s.t'),
  safe('a column of the group', 'select p.* from p, (select o.t as t, count(*) as n from o where o.t = $1 group by grouping sets ((o.t), ())) s where p.t = s.t'),
];

const nullable = `${schema}; create table h (id int primary key, t uuid, a int)`;
const nobodys = { own: rows.own, strangers: 'insert into h values (9, null, 1), (8, $B, 1)' } as const;

const leaks = (name: string, sql: string): SoundnessCase => ({ name, schema: nullable, sql, verdict: 'unscoped', rows: nobodys });
const kept = (name: string, sql: string): SoundnessCase => ({ name, schema: nullable, sql, verdict: 'scoped', rows: nobodys });

/** A row that a set operation keeps is the same on both sides, and NULL is the same as NULL. */
export const sets: readonly SoundnessCase[] = [
  kept('EXCEPT, tied on the left', 'select t, a from o where t = $1 except select t, a from h'),
  kept('EXCEPT ALL, tied on the left', 'select t, a from o where t = $1 except all select t, a from h'),
  leaks('EXCEPT, tied on the right', 'select t, a from h except select t, a from o where t = $1'),
  kept('INTERSECT, tied on the right', 'select t, a from h intersect select t, a from o where t = $1'),
  kept('INTERSECT, tied on the left', 'select t, a from o where t = $1 intersect all select t, a from h'),
  leaks('INTERSECT without the tenant', 'select a from h intersect select a from o where t = $1'),
  leaks('INTERSECT in another place', 'select a, t, id from h intersect select a, null::uuid, 9 from o where t = $1'),
  leaks('INTERSECT with a NULL that an outer join made', 'select t, a from h intersect select q.t, o.a from o left join o q on q.t = $1 and q.a = 77 where o.t = $1'),
  leaks('INTERSECT with a NULL of grouping sets', 'select t, a from h intersect select t, a from o where t = $1 group by grouping sets ((t, a), (a))'),
  leaks('INTERSECT with a sub-query that finds nothing', 'select t, a from h intersect select (select q.t from o q where q.t = $1 and q.a = 77), a from o where t = $1'),
  { name: 'a NULL that equals the NULL of a sub-query which names it', schema: nullable, sql: 'select h.a from h where h.t is not distinct from (select o.t from o where o.t = $1 and h.t = $1)', verdict: 'unproven', rule: 'unproven-value', rows: nobodys },
  leaks('the NULL of a sub-query, equal to two values it would tie', 'select h.id from h where (select o.t from o where o.t = $1 and h.t = $1) is not distinct from (select o.t from o where o.t = $1 and h.t = $1)'),
  leaks('the NULL of a sub-query in a joined row', 'select h.id from h cross join lateral (select (select o.t from o where o.t = $1 and h.t = $1) as v) x where x.v is null'),
  kept('the value of a sub-query that is there', 'select h.id from h where h.t = (select o.t from o where o.t = $1 and h.t = o.t group by o.t)'),
  kept('the value of a sub-query in a joined row that is there', 'select h.id from h cross join lateral (select (select o.t from o where o.t = $1 and h.t = o.t group by o.t) as v) x where x.v = $1'),
  leaks('INTERSECT below a LIMIT', '(select t, a from h order by id desc limit 1) intersect select null::uuid, a from o where t = $1'),
];

const absent = {
  own: `${rows.own}; insert into h values (3, $A, 1)`,
  strangers: 'insert into h values (9, $B, 1)',
  others: 'select * from h where t is distinct from $A',
} as const;

/** A sub-query that finds no row gives NULL, and a row without a tenant is nobody's. */
export const absences: readonly SoundnessCase[] = [
  { name: 'UPDATE to a sub-query tied to the row', schema: nullable, sql: 'update h set t = (select o.t from o where o.t = $1 and $1 = h.t and o.a = 77) where t = $1', verdict: 'unproven', rule: 'unproven-value', rows: absent },
  { name: 'UPDATE of a tenant that is never NULL', schema: nullable, sql: 'update o set t = (select p.t from p where p.t = $1 and $1 = o.t) where t = $1', verdict: 'scoped', rows: { ...rows, others: 'select * from o where t <> $A' } },
  { name: 'NOT NULL that an heir dropped (PostgreSQL 14 to 17)', schema: 'create table a (id int not null, t uuid not null); create table b () inherits (a); alter table b alter column id drop not null', sql: 'select * from a where id is null', verdict: 'unscoped' },
  { name: 'UPDATE to the tenant of a joined row', schema: nullable, sql: 'update h set t = o.t from o where h.t = $1 and o.t = h.t', verdict: 'scoped', rows: absent },
];

const tree = 'create table r (id int primary key, t uuid not null, parent int)';
const branches = { own: 'insert into r values (1, $A, null), (2, $A, 1)', strangers: 'insert into r values (9, $B, 1)' } as const;

/** What the first arm never gives, a later step may. */
export const recursions: readonly SoundnessCase[] = [
  { name: 'NULL comes with the second step', schema: tree, sql: 'with recursive x(id, t, n) as (select id, t, id from r where t = $1 union select r.id, r.t, null::int from r join x on x.n is null or (r.t = x.t and r.parent = x.id)) select * from x', verdict: 'unscoped', rows: branches },
  { name: 'NULL comes from a column that may be', schema: tree, sql: 'with recursive x(id, t, n) as (select id, t, id from r where t = $1 union select r.id, r.t, nullif(r.parent, 1) from r join x on x.n is null or (r.t = x.t and r.parent = x.id)) select * from x', verdict: 'unscoped', rows: branches },
  { name: 'NULL never comes', schema: tree, sql: 'with recursive x(id, t, n) as (select id, t, id from r where t = $1 union select r.id, r.t, r.id from r join x on x.n is null or (r.t = x.t and r.parent = x.id)) select * from x', verdict: 'scoped', rows: branches },
];
