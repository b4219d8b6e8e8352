import { beforeAll, describe, expect, it } from 'vitest';
import { printStatement } from '../../../test/print-ir.ts';
import { loadSqlReader, readSql } from '../read.ts';

beforeAll(loadSqlReader);

/** SQL, and the IR it means. */
const cases: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'output columns': [
    ['select 1', 'select 1'],
    ['select', 'select'],
    ['select *, o.*, a.o.*, b as c, d e from o', 'select *, o.*, a.o.*, b as c, d as e from o'],
    ['select (x).* from o', 'select field<x, "*"> from o'],
    ['table o', 'select * from o'],
    ['select distinct a from o', 'select distinct a from o'],
    ['select distinct on (a, b) c from o', 'select distinct on(a, b) c from o'],
  ],
  relations: [
    ['select 1 from o', 'select 1 from o'],
    ['select 1 from public.o as x (a, b)', 'select 1 from public.o as x(a, b)'],
    ['select 1 from only o, p *', 'select 1 from o, p'],
    ['select 1 from o tablesample bernoulli (10) repeatable (1)', 'select 1 from o sampled'],
    ['select 1 from o a tablesample system (10)', 'select 1 from o sampled as a'],
    ['select 1 from (select 2) x (a)', 'select 1 from {select 2} as x(a)'],
    ['select 1 from (select 2)', 'select 1 from {select 2}'],
    ['select 1 from (values (1, 2)) x', 'select 1 from {values (1, 2)} as x'],
    ['select 1 from o, lateral (select o.a) x', 'select 1 from o, lateral {select o.a} as x'],
    ['select 1 from generate_series(1, 2)', 'select 1 from rows[generate_series(1, 2)]'],
    ['select 1 from unnest($1::uuid[]) with ordinality as x (a, n)', 'select 1 from rows[unnest($1::uuid[])] as x(a, n)'],
    ['select 1 from json_to_record(a) as x (b int, c text)', 'select 1 from rows[json_to_record(a)] as x(b, c)'],
    ['select 1 from f(1) as (a int)', 'select 1 from rows[f(1)](a)'],
    ['select 1 from rows from (f(1) as (a int), g(2)) as x', 'select 1 from rows[f(1), g(2)] as x(a)'],
    ['select 1 from current_date', 'select 1 from rows[current_date()]'],
    [
      "select 1 from json_table(a, '$[*]' passing b as x columns (id for ordinality, c int path '$.c' default 1 on empty, nested '$.d' columns (e text), f text)) j",
      'select 1 from rows[json_table(a, "$[*]", b, "$.c", 1, "$.d")] as j(id, c, f, e)',
    ],
    [
      "select 1 from xmltable('/a' passing b columns c int path 'd' default 1, n for ordinality) x",
      'select 1 from rows[xmltable("/a", b, "d", 1)] as x(c, n)',
    ],
  ],
  joins: [
    ['select 1 from a join b on a.x = b.x', 'select 1 from (a inner b on (a.x = b.x))'],
    ['select 1 from a left outer join b using (x, y)', 'select 1 from (a left b using(x, y))'],
    ['select 1 from a right join b on true', 'select 1 from (a right b on true)'],
    ['select 1 from a full join b using (x) as u', 'select 1 from (a full b using(x)) as u'],
    ['select 1 from a cross join b', 'select 1 from (a inner b)'],
    ['select 1 from a natural left join b', 'select 1 from (a natural left b)'],
    ['select 1 from a join b join c on c.x = b.x on a.x = b.x', 'select 1 from (a inner (b inner c on (c.x = b.x)) on (a.x = b.x))'],
    ['select 1 from (a join b using (x)) as j (c, d)', 'select 1 from {select * from (a inner b using(x))} as j(c, d)'],
    ['select 1 from a left join lateral (select a.x) l on true', 'select 1 from (a left lateral {select a.x} as l on true)'],
  ],
  'grouping and windows': [
    ['select a from o group by a, b having count(*) > 1', 'select a from o group [a, b] having (count(*) > 1)'],
    ['select a from o group by (a, b)', 'select a from o group [a, b]'],
    ['select a from o group by ()', 'select a from o group []'],
    ['select a from o group by row(a, b)', 'select a from o group [row(a, b)]'],
    ['select a from o group by rollup (a, b)', 'select a from o group [a, b] [a] []'],
    ['select a from o group by rollup ((a, b), c)', 'select a from o group [a, b, c] [a, b] []'],
    ['select a from o group by cube (a, b)', 'select a from o group [a, b] [b] [a] []'],
    ['select a from o group by grouping sets ((a, b), a, ())', 'select a from o group [a, b] [a] []'],
    ['select a from o group by a, rollup (b)', 'select a from o group [a, b] [a]'],
    ['select a from o group by grouping sets (rollup (a), cube (b))', 'select a from o group [a] [] [b] []'],
    ['select a from o group by distinct a, b', 'select a from o group [a, b]'],
    [
      'select rank() over w from o window w as (partition by a order by b), v as (w rows 1 preceding)',
      'select rank() over(w) from o window w(partition a order b), v(w frame 1)',
    ],
  ],
  'what comes after': [
    ['select a from o order by a desc nulls last, 2', 'select a from o order a, 2'],
    ['select a from o limit $1 offset 2', 'select a from o limit $1 offset 2'],
    ['select a from o limit all', 'select a from o limit null'],
    ['select a from o order by a fetch first 3 rows with ties', 'select a from o order a limit 3'],
    ['select a from o fetch first row only', 'select a from o limit 1'],
    ['select a from o for update of o skip locked', 'select a from o locking'],
    ['select a from o for key share', 'select a from o locking'],
  ],
  'set operations': [
    ['select 1 union select 2', '{select 1} union {select 2}'],
    ['select 1 union all select 2 limit 3', '{select 1} union all {select 2} limit 3'],
    ['(select 1 limit 1) except (select 2 order by 1)', '{select 1 limit 1} except {select 2 order 1}'],
    ['select 1 union select 2 intersect all select 3', '{select 1} union {{select 2} intersect all {select 3}}'],
    ['values (1, default), (2, 3)', 'values (1, DEFAULT), (2, 3)'],
    ['values (1) union select 2', '{values (1)} union {select 2}'],
    ['select 1 from o, lateral (values (o.*)) v', 'select 1 from o, lateral {values (OPAQUE<whole row<o>>)} as v'],
  ],
  'common table expressions': [
    ['with a as (select 1), b (x) as materialized (select 2) select 3', 'with a {select 1}, b(x) {select 2} select 3'],
    [
      'with recursive r as (select 1 union all select 2 from r) search depth first by a set o cycle a set c using p select * from r',
      'with recursive r {{select 1} union all {select 2 from r}} select * from r',
    ],
    ['with a as (select 1) select 2 union select 3', 'with a {select 1} {select 2} union {select 3}'],
    ['with d as (delete from o returning *) select 1', 'with d {delete o returning *} select 1'],
    ['with i as (insert into o values (1)), u as (update o set a = 1) select 1', 'with i {insert o {values (1)}}, u {update o set a := 1} select 1'],
    ['with m as (merge into o using p on true when matched then delete returning *) select 1', 'with m {merge o using p on true when matched delete returning *} select 1'],
    ['select * from (with a as (select 1) select * from a) x', 'select * from {with a {select 1} select * from a} as x'],
  ],
  insert: [
    ['insert into o (a, b) values ($1, default), (1, 2)', 'insert o (a, b) {values ($1, DEFAULT), (1, 2)}'],
    ['insert into public.o as x select * from p', 'insert public.o as x {select * from p}'],
    ['insert into o default values', 'insert o defaults'],
    ['insert into o (a[1], b.c) values (1, 2)', 'insert o (a, b) {values (1, 2)}'],
    ['insert into o (a) overriding system value values (1) returning *, a as b', 'insert o (a) {values (1)} returning *, a as b'],
    ['with x as (select 1) insert into o with y as (select 2) select 3', 'with x {select 1} insert o {with y {select 2} select 3}'],
    ['insert into o values (1) on conflict do nothing', 'insert o {values (1)} conflict nothing'],
    ['insert into o values (1) on conflict (a, b) do update set c = excluded.c', 'insert o {values (1)} conflict (a, b) set c := excluded.c'],
    [
      'insert into o values (1) on conflict on constraint k do update set (a, b) = (1, default) where o.t = $1',
      'insert o {values (1)} conflict k set a := 1, b := DEFAULT where (o.t = $1)',
    ],
    ['insert into o values (1) on conflict (t, id) where a > 1 do nothing', 'insert o {values (1)} conflict (t, id) nothing'],
    ['insert into o values (1) on conflict (t, lower(a)) do nothing', 'insert o {values (1)} conflict (t) nothing'],
    ['insert into o values (1) on conflict (lower(a)) do nothing', 'insert o {values (1)} conflict opaque nothing'],
    ['insert into o values (1) on conflict (t collate "x") do nothing', 'insert o {values (1)} conflict opaque nothing'],
    ['insert into o values (1) returning with (old as x) x.a', 'insert o {values (1)} returning OPAQUE<x.a>'],
    ['insert into o values (1) returning old.a, new.a', 'insert o {values (1)} returning old.a, new.a'],
  ],
  update: [
    ['update o set a = 1, b = default where t = $1', 'update o set a := 1, b := DEFAULT where (t = $1)'],
    ['update only public.o as x set a = y.a from p y, q where x.t = y.t returning x.*', 'update public.o as x set a := y.a from p as y, q where (x.t = y.t) returning x.*'],
    ['update o set (a, b) = (1, 2)', 'update o set a := 1, b := 2'],
    ['update o set (a, b) = row(1, default)', 'update o set a := 1, b := DEFAULT'],
    ['update o set (a, b) = row(p.*) from p', 'update o set a := field<row(whole row<p>), 1>, b := field<row(whole row<p>), 2> from p'],
    ['update o set (a, b) = (select 1, 2)', 'update o set a := field<scalar {select 1, 2}, 1>, b := field<scalar {select 1, 2}, 2>'],
    ['update o set a[1] = 2, b.c = 3', 'update o set a := 2, b := 3'],
    ['update o set a = 1 where current of c', 'update o set a := 1 where OPAQUE<>'],
    ['with x as (select 1) update o set a = 1', 'with x {select 1} update o set a := 1'],
  ],
  delete: [
    ['delete from o where t = $1', 'delete o where (t = $1)'],
    ['delete from o as x using p y join q using (a) where x.t = y.t returning x.id', 'delete o as x using (p as y inner q using(a)) where (x.t = y.t) returning x.id'],
  ],
  merge: [
    [
      'merge into o as x using (select 1) s on x.id = s.id when matched and x.t = $1 then update set a = 1, (b, c) = (2, 3) when matched then delete when not matched then insert (a, b) values (1, default)',
      'merge o as x using {select 1} as s on (x.id = s.id) when matched and (x.t = $1) update a := 1, b := 2, c := 3 when matched delete when not-matched insert (a, b) values (1, DEFAULT)',
    ],
    [
      'with c as (select 1) merge into o using p on true when not matched by source then update set a = 1 when not matched by target then insert default values when matched then do nothing returning merge_action(), o.*',
      'with c {select 1} merge o using p on true when not-matched-by-source update a := 1 when not-matched insert defaults when matched nothing returning merge_action(), o.*',
    ],
    ['merge into o using p on true when not matched then insert values (1)', 'merge o using p on true when not-matched insert values (1)'],
  ],
  'statements around others': [
    ['explain (analyze) select 1', 'EXPLAIN ! {select 1}'],
    ['explain delete from o', 'EXPLAIN ! {delete o}'],
    ['declare c cursor for select 1', 'DECLARE {select 1}'],
    ['copy (select 1) to stdout', 'COPY {select 1}'],
    ['prepare p (uuid) as select $1', 'PREPARE ! {select $1}'],
    ['create table x as select 1', 'CREATE TABLE AS ! {select 1}'],
    ['create table x as execute p', 'CREATE TABLE AS ! {EXECUTE unknown}'],
    ['create materialized view x as select 1', 'CREATE MATERIALIZED VIEW ! {select 1}'],
    ['select 1 into x', 'SELECT INTO ! {select 1}'],
    ['select 1 into x union select 2', 'SELECT INTO ! {{select 1} union {select 2}}'],
    ['explain create table x as select 1', 'EXPLAIN ! {CREATE TABLE AS ! {select 1}}'],
  ],
  utilities: [
    ['copy o to stdout', 'COPY rows [o]'],
    ['copy o (a) from stdin', 'COPY unknown [o]'],
    ['truncate o, public.p cascade', 'TRUNCATE rows [o, public.p]'],
    ['lock table o in exclusive mode', 'LOCK unknown [o]'],
    ['refresh materialized view concurrently m', 'REFRESH unknown [m]'],
    ['do $$ begin end $$', 'DO unknown'],
    ['call p(1)', 'CALL unknown'],
    ['execute p (1)', 'EXECUTE unknown'],
    ['fetch 3 from c', 'FETCH unknown'],
    ['close c', 'CLOSE none'],
    ['deallocate p', 'DEALLOCATE none'],
    ['begin isolation level serializable', 'TRANSACTION none'],
    ['commit', 'TRANSACTION none'],
    ['savepoint s', 'TRANSACTION none'],
    ['set transaction read only', 'SET TRANSACTION none'],
    ['set constraints all deferred', 'SET CONSTRAINTS none'],
    ['show app.current_tenant', 'SHOW none'],
    ['listen x', 'LISTEN unknown'],
    ["notify x, 'y'", 'NOTIFY unknown'],
    ['/* x */ create index i on o (a)', 'CREATE INDEX unknown [o]'],
    ['alter table o disable row level security', 'ALTER TABLE unknown [o]'],
    ['drop table o', 'DROP TABLE unknown'],
    ['grant select on o to x', 'GRANT unknown'],
    ['vacuum o', 'VACUUM unknown'],
    ['create view v as select 1', 'CREATE VIEW unknown'],
  ],
  settings: [
    ["set app.current_tenant = 'x'", 'SET app.current_tenant = "x"'],
    ["set local App.Current_Tenant to 'x'", 'SET local app.current_tenant = "x"'],
    ['set session row_security = off', 'SET row_security = "off"'],
    ['set search_path = a, b', 'SET search_path = row("a", "b")'],
    ['set app.x to default', 'SET app.x = DEFAULT'],
    ['set role admin', 'SET role = "admin"'],
    ['set local role none', 'SET local role = "none"'],
    ["set session authorization 'x'", 'SET session_authorization = "x"'],
    ['set session authorization default', 'SET session_authorization = DEFAULT'],
    ['reset role', 'RESET role'],
    ['reset all', 'RESET all'],
    ['discard all', 'DISCARD all'],
    ['discard temp', 'DISCARD temp'],
  ],
};

describe('lowering of statements', () => {
  describe.each(Object.keys(cases))('%s', (group) => {
    it.each(cases[group] ?? [])('%s', (sql, ir) => {
      expect(readSql(sql).statements.map((s) => printStatement(s.statement))).toEqual([ir]);
    });
  });

  it('keeps the expansion of many grouping sets bounded, and adds the empty set', () => {
    const [read] = readSql('select 1 from o group by cube (a, b, c, d, e, f, g, h, i)').statements;
    const sets = read?.statement.kind === 'select' ? read.statement.groupBy : undefined;
    expect(sets?.length).toBeLessThanOrEqual(65);
    expect(sets?.at(-1)).toEqual([]);
  });
});
