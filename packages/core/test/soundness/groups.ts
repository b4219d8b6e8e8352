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
