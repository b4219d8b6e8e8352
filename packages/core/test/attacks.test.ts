import { describe, expect, it } from 'vitest';
import { judge, modelOf } from './judge.ts';

/**
 * Statements that an attacker of the prover found, each shown on PostgreSQL to depend on other tenants' rows.
 * The list only grows. `true`: `$1` is proved non-NULL.
 */
const attacks: readonly (readonly [name: string, sql: string, notNull?: true])[] = [
  ["dupnames", "select x.name from (select o.t, p.t, p.name from o join p on p.id = o.pid where o.t = $1) x"],
  ["dupnames*", "select * from (select * from o join p on p.id = o.pid where o.t = $1) x"],
  ["full using join", "select * from (select * from o where t = $1) x full join p using (t) join c using (t)"],
  ["merged map", "select * from ((select t from o where t = $1) a right join p using (t)) join (c join q using (t)) using (t)"],
  ["star order using", "select * from (select * from (select kind, t from p) a join (select t, id from o) b using (t)) x(q, w, e) where x.w = $1"],
  ["star two using", "select * from (select * from (select t, kind from p) a join (select t from c where t = $1) b using (t), (select t, kind as k2 from p) d join (select t from q) e using (t)) x"],
  ["outer star", "select * from (select kind from p where t = $1) x, lateral (select x.*, o.t, o.id from o) y(k, tt, i) where y.k = $1"],
  ["coalesce outer", "select o.* from o left join p on p.t = o.t and p.id = o.pid where coalesce(p.t, $1) = $1"],
  ["null scalar antijoin", "select o.id from o left join p on p.id = o.pid where o.t = $1 and p.t is not distinct from (select q.t from q where q.t = $1 and q.id = -1)"],
  ["null scalar grouping", "select sum(total) from o group by grouping sets ((t), ()) having t is not distinct from (select q.t from q where q.t = $1 and q.id = -1)"],
  ["row star", "select o.* from o, (select kind as k1, kind as k2 from p where t = $1) x where (x.*, o.t) = (x.k1, $1, o.other_t)"],
  ["on visibility", "select (select count(*) from (select $1::uuid as t) z, plans join o on o.t = z.t) from (select p.kind as t from p where p.t = $1) z"],
  ["on visibility below", "select (select count(*) from (select $1::uuid as t) z, plans join o on exists (select 1 from tenants n where n.id = o.t and n.id = z.t)) from (select p.kind as t from p where p.t = $1) z"],
  ["merged in other ON", "select * from o join p using (t), plans join q on t = $1 where q.t = $1"],
  ["rec with", "with recursive z as (select id, t, parent from r where t = $1), x as (with z as (select id, t, parent from r) select id, t, parent from z union select r.id, r.t, r.parent from r join x on r.parent = x.id and r.t = x.t) select * from x"],
  ["rec window", "with recursive x(id, t, n) as (select id, t, 0::bigint from r union select x.id + 10, x.t, count(*) over () from x where x.id < 10) select * from x where t = $1"],
  ["exists distinct on agg", "select * from o where exists (select distinct on (count(*)) 1 from tenants n where n.id = o.t and n.id = $1)"],
  ["exists window agg", "select * from o where exists (select 1 from tenants n where n.id = o.t and n.id = $1 window w as (order by count(*)))"],
  ["exists outer agg", "select * from o where exists (select (select count(n.id)) from tenants n where n.id = o.t and n.id = $1)"],
  ["regardless outer agg", "select (select count(o.id)), (select sum(a) from p) from o where false"],
  ["group by ()", "select (select count(*) from p) from o where false group by ()"],
  ["distinct on window", "select * from (select distinct on (t, ntile(2) over (order by id)) t, id from o order by t, ntile(2) over (order by id), id) x where x.t = $1"],
  ["distinct on window noorder", "select * from (select distinct on (t, ntile(2) over (order by id)) t, id from o) x where x.t = $1"],
  ["partition nullif", "select * from (select t, id, count(*) over (partition by nullif(t, other_t)) from o) x where x.t = $1"],
  ["numeral", "select * from o where 1.0000000000000000 = 1.00000000000000000"],
  ["exists nonstrict", "select o.id from (select * from o where t = $1) o left join p on p.id = o.pid left join (select t from q where t = $1 and id = -1) z on true where exists (select 1 from plans where p.t is not distinct from z.t)"],
  ["either given nonstrict", "select o.id from (select * from o where t = $1) o left join p on p.id = o.pid left join (select t from q where t = $1 and id = -1) z on true where p.t is not distinct from z.t and (o.a = 1 or o.a = 2)"],
  ["merge returning", "merge into o using (select * from p where t = $1) s on o.id = s.id and o.t = s.t when matched then update set a = 1 returning (select count(*) from q)"],
  ["returning new", "update o set other_t = $2 where t = $1 and other_t = $1 returning (select count(*) from p where p.t = o.other_t)"],
  ["returning cte", "with u as (update o set other_t = $2 where t = $1 and other_t = $1 returning other_t) select p.* from p join u on p.t = u.other_t"],
  ["fn cols", "select * from o where exists (select 1 from jsonb_populate_record(null::o, $2) x(id) where t = $1)"],
  ["ordinality", "select * from (select * from (select t, kind, id from p where t = $1) a, unnest($2::uuid[]) with ordinality v, o) x"],
  ["nested rec", "with recursive x as (select id, t from r where t = $1 union select * from (with recursive y as (select id, t from x union select r.id, r.t from r join y on r.parent = y.id) select * from y) z) select * from x"],
  ["nullif coalesce", "select * from o where t = coalesce(nullif($1::uuid, $2::uuid), t)", true],
  ["rec limit", "with recursive x(id, t) as (select id, t from r union (select x.id + 10, x.t from x where x.id < 10 order by x.id desc limit 1)) select * from x where t = $1"],
  ["limit beside agg", "select count(*) from o where false limit (select count(*) from p where t = $2)"],
  ["merge do nothing", "merge into o using (select * from p where t = $1) s on o.id = s.id and o.t = s.t when matched and exists (select 1 from q where q.t = $2) then do nothing when matched then update set a = 77"],
  ["merge join source", "merge into o using ((select id, kind from p where t = $1) a left join (select t from q where t = $1) b on a.kind = b.t) on o.id = a.id + 50 and o.t = $1 when not matched then insert (id, t) values (a.id + 100, a.kind)"],
  ["renamed owner", "select * from c where c.t = $1 and exists (select 1 from o as x(id, org) where t = $1 and x.id = c.id + 1)"],
  ["nested rec b", "with recursive x(id, t) as (select id, t from r union select y2.id, x.t from x, lateral (with recursive y(id, t) as (select q.id, x.t from q union select q.id, x.t from q join y on q.oid = y.id) select * from y) y2) select * from x where t = $1"],
  ["unnamed dup", "select x.name from (select (select u.t from users u where u.t = $1 limit 1) , (select p.t), p.name from o, p where o.t = $1) x"],
  ["cte dup", "with x as (select o.t, p.t, p.id, p.name from o join p on p.id = o.pid where o.t = $1) select x.name from x"],
  ["array sub", "select o.*, array(select name from p) from o where t = $1"],
  ["values sub", "select * from (values ((select count(*) from p))) v"],
  ["json_array", "select json_array(select name from p) from o where t = $1"],
  ["filter agg", "select count(*) filter (where exists (select 1 from p where p.id = o.pid)) from o where t = $1"],
  ["within group", "select percentile_cont((select count(*) from p)::float / 100) within group (order by a) from o where t = $1"],
  ["func from", "select * from generate_series(1, (select count(*) from p)) g"],
  ["grouping sets exit", "select * from (select t, a, count(*) n from o group by grouping sets ((t), (a))) x where x.t is not distinct from (select q.t from q where q.t=$1 and q.id=-1)"],
  ["set multi", "update o set (t, a) = ($1, (select count(*) from p)) where t = $1"],
  ["ctid", "select ctid from o where t = $1"],
];

describe('attacks', () => {
  it('does not guess which schema an unqualified name is in', () => {
    const two = modelOf('create schema app; create table o (id int, t text not null); create table app.o (id int, t text not null, org text);', { tenant: { column: 't' } });
    expect(judge('select * from o where t = $1', {}, two).verdict).toBe('unproven');
    expect(judge('select * from app.o where t = $1', {}, two).verdict).toBe('scoped');
  });

  it.each(attacks.map(([name, sql, notNull]) => ({ name, sql, notNull: notNull ? ['$1'] : [] })))('$name is not scoped', ({ sql, notNull }) => {
    expect(judge(sql, { notNull }).verdict).not.toBe('scoped');
  });
});
