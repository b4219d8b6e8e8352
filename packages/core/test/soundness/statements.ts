import type { SoundnessCase } from './case.ts';

const schema = 'create table o (id int primary key, t uuid not null, a int)';

const rows = {
  own: 'insert into o values (1, $A, 1)',
  strangers: 'insert into o select n, $B, n from generate_series(10, 5000) n',
};

/** EXPLAIN tells of the rows it read, ANALYZE or not: the planner looks at how large the table is. */
export const statements: readonly SoundnessCase[] = [
  { name: 'a default of XML', schema: "create table o (id int primary key, t uuid not null, x xml default xmlelement(name a))", sql: 'insert into o (id, t) values (1, $1)', verdict: 'scoped' },
  { name: 'EXPLAIN', schema, sql: 'explain select * from o where t = $1', verdict: 'unproven', rule: 'unproven-statement', says: 'estimates', rows },
  { name: 'EXPLAIN ANALYZE', schema, sql: 'explain (analyze, costs off, timing off, summary off) select * from o where t = $1', verdict: 'unproven', rule: 'unproven-statement', says: 'counts', rows },
  { name: 'EXPLAIN ANALYZE of a write', schema, sql: 'explain analyze delete from o where t = $1', verdict: 'unproven', rule: 'unproven-statement', says: 'counts' },
  { name: 'EXPLAIN of a leak', schema, sql: 'explain select * from o', verdict: 'unscoped', rows },
];

const defaults = `create table f (id int primary key, t uuid not null default $B);
create table n (id int primary key, t uuid not null default null);
create table s (id int primary key, t uuid not null default current_setting('app.current_tenant')::uuid);
create table l (id int primary key, t uuid not null default (lower(current_setting('app.current_tenant')))::uuid)`;

const others = 'select * from f where t <> $A';

/** INSERT and MERGE make rows, and are judged alike. */
export const defaulted: readonly SoundnessCase[] = [
  { name: 'INSERT of a constant default', schema: defaults, sql: 'insert into f (id) values (1)', verdict: 'unscoped', rule: 'no-unstamped-insert', rows: { strangers: '', others } },
  { name: 'MERGE of a constant default', schema: defaults, sql: 'merge into f using (values (1)) v(x) on f.id = x and f.t = $1 when not matched then insert (id) values (x)', verdict: 'unscoped', rule: 'no-unstamped-insert', rows: { strangers: '', others } },
  { name: 'MERGE of DEFAULT', schema: defaults, sql: 'merge into f using (values (1)) v(x) on f.id = x and f.t = $1 when not matched then insert (id, t) values (x, default)', verdict: 'unscoped', rule: 'no-unstamped-insert', rows: { strangers: '', others } },
  { name: 'INSERT of a NULL default', schema: defaults, sql: 'insert into n (id) values (1)', verdict: 'unscoped', rule: 'no-unstamped-insert' },
  { name: 'MERGE of a NULL default', schema: defaults, sql: 'merge into n using (values (1)) v(x) on n.id = x and n.t = $1 when not matched then insert (id) values (x)', verdict: 'unscoped', rule: 'no-unstamped-insert' },
  { name: 'INSERT of the setting', schema: defaults, sql: 'insert into s (id) values (1)', verdict: 'scoped' },
  { name: 'MERGE of the setting', schema: defaults, sql: 'merge into s using (values (1)) v(x) on s.id = x and s.t = $1 when not matched then insert (id) values (x)', verdict: 'scoped' },
  { name: 'INSERT of a value computed from the setting', schema: defaults, sql: 'insert into l (id) values (1)', verdict: 'unproven', rule: 'unproven-predicate' },
  { name: 'MERGE of a value computed from the setting', schema: defaults, sql: 'merge into l using (values (1)) v(x) on l.id = x and l.t = $1 when not matched then insert (id) values (x)', verdict: 'unproven', rule: 'unproven-predicate' },
];
