import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlReader, readSql } from '../read.ts';

beforeAll(loadSqlReader);

const expressions = [
  'a', 'o.a', '*', 'o.*', '$1', '1', '1.5', "'x'", 'null', 'true', "b'1'", "date '2020-01-01'", "interval '1 day'", 'a + b * c', '-a', '@ a', 'a % 2',
  "a || 'x'", 'a = b', 'a <> b', 'a is distinct from b', "a like 'x'", "a not ilike 'x' escape '!'", "a similar to 'x'", "a ~ 'x'", 'a between 1 and 2',
  'a not between symmetric 1 and 2', 'a in (1, 2)', 'a not in (select 1)', 'a = any ($1)', 'a > all (array[1])', 'a <> all (select 1)', "a like any (array['x'])",
  'a is null', 'a notnull', 'a is true', 'a is not unknown', 'not a', 'a and b or c', 'exists (select 1)', '(select 1)', 'array(select 1)', 'array[1, 2]', "'{}'::int[]",
  'a[1]', 'a[1:]', 'a[:2]', '(a).b', '(f(a)).*', 'row(1, 2)', '(1, 2) = (3, 4)', '(1, 2) < (select 3, 4)', 'case a when 1 then 2 else 3 end', 'case when a then b end',
  'coalesce(a, b)', 'nullif(a, b)', 'greatest(a, b)', 'least(a, b)', 'a::text', 'cast(a as varchar(10))', 'a collate "C"', "a at time zone 'utc'", 'a at local',
  'extract(epoch from a)', "position('a' in b)", "overlay(a placing b from 1)", 'substring(a from 1)', "substring(a similar 'x' escape '#')", 'trim(a)', 'trim(leading from a)',
  '(a, b) overlaps (c, d)', 'count(*)', 'count(distinct a)', 'string_agg(a, b order by c)', 'sum(a) filter (where b)', 'mode() within group (order by a)',
  'rank() over ()', 'sum(a) over (partition by b order by c rows between 1 preceding and current row exclude ties)', 'f(a => 1)', 'f(variadic a)', 'pg_catalog.now()',
  'current_date', 'current_time(2)', 'localtimestamp', 'current_user', 'session_user', 'user', 'current_role', 'current_catalog', 'current_schema', 'grouping(a)',
  "a ->> 'b'", "a #> '{b}'", 'a @> b', 'a ? b', 'a operator(pg_catalog.+) b', 'a is normalized', "normalize(a, nfc)", 'a is document', 'a is json', 'a is not json array',
  "json_object('a': 1)", "json_array(1, 2 null on null)", 'json_array(select 1)', 'json_objectagg(a: b)', 'json_arrayagg(a)', "json_value(a, '$')", "json_query(a, '$' with wrapper)",
  "json_exists(a, '$' error on error)", 'json_scalar(1)', 'json_serialize(a returning bytea)', "json('{}' with unique keys)", 'xmlelement(name a, b)', 'xmlforest(a, b as c)',
  "xmlparse(document '<a/>')", 'xmlpi(name a)', 'xmlroot(a, version no value)', 'xmlconcat(a, b)', 'xmlserialize(document a as text)', "xmlexists('/a' passing by ref b)",
  'treat(a as text)', 'a isnull', "u&'\\0041'", 'merge_action()',
].map((e) => `select ${e} from o`);

const statements = [
  'select', 'select all a from o', 'select distinct a from o', 'select distinct on (a) b from o', 'table o', 'values (1), (2)', 'select 1 from o a, only p b',
  'select 1 from o tablesample system (1)', 'select 1 from a natural full join b', 'select 1 from a join b using (x) as u', 'select 1 from (a cross join b) as j',
  'select 1 from lateral (select 1) x', 'select 1 from f(1) with ordinality', 'select 1 from rows from (f(1), g(2) as (a int)) x', 'select 1 from lateral f(o.a) as x (b int)',
  "select 1 from json_table(a, '$' columns (b int)) j", "select 1 from xmltable(xmlnamespaces('x' as y), '/a' passing b columns c int path 'd') x",
  'select 1 group by ()', 'select 1 from o group by all a', 'select 1 from o group by grouping sets ((a), cube (b, c), rollup (d))', 'select a from o having true',
  'select 1 from o window w as (order by a groups 1 preceding)', 'select 1 limit 1 offset 2', 'select 1 offset 1 rows fetch next 2 rows only', 'select a from o order by a using <',
  'select 1 from o for no key update nowait', 'select 1 union select 2 except all select 3', '(select 1) intersect (select 2) order by 1',
  'with a as not materialized (select 1) select 2', 'with recursive a(n) as (select 1 union all select n + 1 from a) select * from a',
  'with a as (insert into o default values returning *) select * from a', 'insert into o values (1, default)', 'insert into o select 1', 'insert into o as x (a) overriding user value select 1 returning x.a',
  'insert into o values (1) on conflict do nothing', 'insert into o values (1) on conflict (a) where b do update set c = excluded.c where o.d', 'update o set a = 1', 'update o x set (a, b) = (select 1, 2) from p where x.a = p.a returning *',
  'update o set (a, b) = (1, default)', 'delete from o', 'delete from only o x using p where x.a = p.a returning old.a', 'merge into o using p on o.a = p.a when matched then delete when not matched then do nothing',
  'merge into o using (select 1) p on true when not matched by source and a then update set b = 1 when not matched then insert (a) overriding system value values (1) returning *',
  'explain (costs off) select 1', 'declare c scroll cursor with hold for select 1', 'copy (delete from o returning *) to stdout', 'copy o from stdin where a', 'prepare p as update o set a = $1', 'execute p(1)',
  'create temp table x as select 1', 'create materialized view x as select 1 with no data', 'select 1 into temp x', 'refresh materialized view m', 'truncate o', 'lock o', 'do $$ $$', 'call p()', 'fetch all from c', 'move c', 'close all',
  'begin', 'rollback to s', 'prepare transaction $$x$$', 'set a.b = 1', 'set local time zone default', 'set role none', 'reset a.b', 'discard plans', 'show all', 'set session characteristics as transaction read only', 'listen x', 'unlisten *', 'notify x',
  'create table x (a int)', 'alter table x add b int', 'drop table x', 'create policy p on o using (true)', 'grant all on o to public', 'vacuum', 'analyze o', 'checkpoint', 'comment on table o is null', 'create function f() returns int return 1', 'reindex table o', 'cluster', 'security label on table o is null', 'import foreign schema a from server b into c',
];

/** Every node of a lowered value. */
const nodes = (value: unknown): readonly { kind: string }[] => {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodes);
  return 'kind' in value && typeof value.kind === 'string' ? [value as { kind: string }, ...below] : below;
};

describe('the grammar', () => {
  it('is covered by enough statements', () => {
    expect(expressions.length + statements.length).toBeGreaterThan(200);
  });

  it.each([...expressions, ...statements])('%s', (sql) => {
    const { statements: read, error } = readSql(sql);
    expect(error).toBeUndefined();
    expect(read).toHaveLength(1);
    const all = nodes(read[0]?.statement);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((n) => n.kind.startsWith('opaque'))).toEqual([]);
    expect(all.filter((n) => !Object.isFrozen(n) && n.kind !== 'columns')).toEqual([]);
  });
});
