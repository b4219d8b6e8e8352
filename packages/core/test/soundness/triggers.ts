import { plain, type SoundnessCase } from './case.ts';

const o = `create table o (id int primary key, t uuid not null, a int, updated_at timestamptz, ref text);
create table log (id int generated always as identity, what uuid)`;
const other = "create table p (id int primary key, t uuid not null, a int)";

const trigger = (body: string, when = 'before insert or update or delete', more = 'for each row'): string =>
  `${o}; ${other}; create function f() returns trigger language plpgsql as $$ ${body} $$; create trigger tr ${when} on o ${more} execute function f()`;

const rows = { own: 'insert into o (id, t, a) values (1, $A, 1); insert into p values (1, $A, 1)', strangers: 'insert into p values (9, $B, 7)', others: "select * from p where t <> $A union all select id, t, a from o where t <> $A" };

const insert = 'insert into o (id, t, a) values (2, $1, 2) returning a';
const update = 'update o set a = 3 where t = $1 returning a';
const remove = 'delete from o where t = $1 returning a';

const unproven = { verdict: 'unproven', rule: 'unproven-function', says: 'trigger tr on o' } as const;
const scoped = { verdict: 'scoped' } as const;

const reads = 'begin new.a := (select count(*) from p); return new; end';
const writes = "begin update p set a = a + 1; return new; end";
const stamps = 'begin new.updated_at := now(); return new; end';
const moves = "begin new.t := 'bbbbbbbb-0000-0000-0000-000000000002'; return new; end";

export const triggers: readonly SoundnessCase[] = [
  { name: 'a trigger that stamps the time, on INSERT', schema: trigger(stamps), sql: insert, ...scoped, rows },
  { name: 'a trigger that stamps the time, on UPDATE', schema: trigger(stamps), sql: update, ...scoped, rows },
  { name: 'a trigger that checks and computes', schema: trigger("begin if tg_op = 'UPDATE' and new.a is distinct from old.a then new.ref = lower(coalesce(new.ref, '')) || old.id; elsif new.a < 0 then raise exception 'negative %', new.a; end if; return new; end"), sql: update, ...scoped, rows },
  { name: 'moddatetime, which an extension brings', schema: `${o}; create trigger tr before update on o for each row execute function moddatetime (updated_at)`, sql: update, ...scoped },
  { name: 'a trigger that reads, on INSERT', schema: trigger(reads), sql: insert, ...unproven, rows },
  { name: 'a trigger that reads, on UPDATE', schema: trigger(reads), sql: update, ...unproven, rows },
  { name: 'a trigger that writes', schema: trigger(writes), sql: update, ...unproven, rows },
  { name: 'a trigger that writes, on DELETE', schema: trigger('begin update p set a = a + 1; return old; end', 'before delete'), sql: remove, ...unproven, rows },
  { name: 'a trigger that moves the row', schema: trigger(moves), sql: insert, ...unproven, says: 'sets t', rows },
  { name: 'a trigger that sets the whole row', schema: trigger("begin new := jsonb_populate_record(new, '{\"t\": \"bbbbbbbb-0000-0000-0000-000000000002\"}'); return new; end"), sql: insert, ...unproven, rows },
  { name: 'a trigger that gives another row back', schema: trigger("declare r o; begin r := new; r.t := 'bbbbbbbb-0000-0000-0000-000000000002'; return r; end"), sql: insert, ...unproven, rows },
  { name: 'a trigger that runs text', schema: trigger("begin execute 'update p set a = 8'; return new; end"), sql: update, ...unproven, rows },
  { name: 'a trigger that calls what writes', schema: `${o}; ${other}; create function g() returns void language sql as $$ update p set a = a + 1 $$; create function f() returns trigger language plpgsql as $$ begin perform g(); return new; end $$; create trigger tr after update on o for each row execute function f()`, sql: update, ...unproven, rows },
  { name: 'a trigger of the statement', schema: trigger(writes.replace('new', 'null'), 'after update', 'for each statement'), sql: update, ...unproven, rows },
  { name: 'a trigger whose function the files do not make', schema: `${o}; create trigger tr before update on o for each row execute function audit.log()`, sql: update, ...unproven },
  { name: 'a trigger whose condition reads', schema: `${o}; ${other}; create function many() returns boolean language sql as $$ select count(*) > 1 from p $$; create function f() returns trigger language plpgsql as $$ begin new.a := 9; return new; end $$; create trigger tr before update on o for each row when (many()) execute function f()`, sql: update, ...unproven, rows },
  { name: 'a trigger of another event', schema: trigger(writes, 'before insert'), sql: update, ...scoped, rows },
  { name: 'a trigger of another column', schema: trigger(writes, 'before update of ref'), sql: update, ...scoped, rows },
  { name: 'a trigger of the column', schema: trigger(writes, 'before update of a'), sql: update, ...unproven, rows },
  { name: 'a trigger that is dropped', schema: `${trigger(writes)}; drop trigger tr on o`, sql: update, ...scoped, rows },
  { name: 'a trigger that is renamed', schema: `${trigger(writes)}; alter trigger tr on o rename to x`, sql: update, ...unproven, says: 'trigger x on o', rows },
  { name: 'a function that is replaced', schema: `${trigger(stamps)}; create or replace function f() returns trigger language plpgsql as $$ ${writes} $$`, sql: update, ...unproven, rows },
  { name: 'a trigger of a partition’s parent', schema: `${other}; create table o (id int, t uuid not null, a int) partition by hash (id); create table o1 partition of o for values with (modulus 1, remainder 0); create function f() returns trigger language plpgsql as $$ ${writes} $$; create trigger tr before update on o for each row execute function f()`, sql: 'update o1 set a = 3 where t = $1', ...unproven, says: 'trigger tr on o1', rows },
  { name: 'a trigger of a partition', schema: `${other}; create table o (id int, t uuid not null, a int) partition by hash (id); create table o1 partition of o for values with (modulus 1, remainder 0); create function f() returns trigger language plpgsql as $$ ${writes} $$; create trigger tr before update on o1 for each row execute function f()`, sql: update, ...unproven, rows },
  { name: 'MERGE', schema: trigger(writes), sql: 'merge into o using (values (1)) v(x) on o.id = x and o.t = $1 when matched then update set a = 5', ...unproven, rows },
  { name: 'INSERT of MERGE', schema: trigger(writes), sql: 'merge into o using (values (2)) v(x) on o.id = x and o.t = $1 when not matched then insert (id, t) values (x, $1)', ...unproven, rows },
  { name: 'DO UPDATE', schema: trigger(writes, 'before update').replace('id int primary key, t uuid', 'id int, primary key (t, id), t uuid'), sql: 'insert into o (id, t) values (1, $1) on conflict (t, id) do update set a = 5', ...unproven, rows },
  { name: 'a trigger of rows that are deleted along', schema: `${other}; create table o (id int primary key, t uuid not null, a int, unique (t, id)); create table c (id int primary key, t uuid not null, oid int, foreign key (t, oid) references o (t, id) on delete cascade); create function f() returns trigger language plpgsql as $$ begin update p set a = a + 1; return old; end $$; create trigger tr before delete on c for each row execute function f()`, sql: remove, ...unproven, says: 'trigger tr on c', rows: { ...rows, own: `${rows.own}; insert into c values (1, $A, 1)` } },
  { name: 'a trigger that sets a reference', schema: `${other}; create table o (id int primary key, t uuid not null, a int, pid int references p (id)); create function f() returns trigger language plpgsql as $$ begin new.pid := 9; return new; end $$; create trigger tr before update on o for each row execute function f()`, sql: update, ...unproven, says: 'sets pid' },
  { name: 'a trigger that sets what others follow', schema: `create table o (id int primary key, t uuid not null, a int, code int unique); create table c (id int primary key, t uuid not null, code int references o (code) on update cascade); create function f() returns trigger language plpgsql as $$ begin new.code := 9; return new; end $$; create trigger tr before update on o for each row execute function f()`, sql: update, ...unproven, says: 'sets code' },
  { name: 'a trigger that gives a row another parent', schema: `${o}; create table lines (id int primary key, oid int not null references o (id), n int); create function f() returns trigger language plpgsql as $$ begin new.oid := 9; return new; end $$; create trigger tr before update on lines for each row execute function f()`, configuration: { ...plain, tables: { via: { lines: 'o(oid)' } } }, sql: 'update lines set n = 1 where exists (select 1 from o where o.id = lines.oid and o.t = $1)', ...unproven, says: 'sets oid' },
  { name: 'a trigger that stamps a line', schema: `${o}; create table lines (id int primary key, oid int not null references o (id), n int); create function f() returns trigger language plpgsql as $$ begin new.n := 9; return new; end $$; create trigger tr before update on lines for each row execute function f()`, configuration: { ...plain, tables: { via: { lines: 'o(oid)' } } }, sql: 'update lines set n = 1 where exists (select 1 from o where o.id = lines.oid and o.t = $1)', ...scoped },
  { name: 'a read', schema: trigger(writes), sql: 'select * from o where t = $1', ...scoped, rows },
];

const ruled = { verdict: 'unproven', rule: 'unproven-statement', says: 'rule r on o' } as const;

const generated = "create table o (id int primary key, k uuid, a int, t uuid generated always as (k) stored); create function f() returns trigger language plpgsql as $$ begin new.k := 'bbbbbbbb-0000-0000-0000-000000000002'; return new; end $$; create trigger tr before update on o for each row execute function f()";

/** What a trigger sets may be what the tenant column is made of. */
export const indirect: readonly SoundnessCase[] = [
  { name: 'a trigger that sets what the tenant is generated from', schema: generated, sql: 'update o set a = 1 where t = $1', ...unproven, rows: { own: 'insert into o (id, k) values (1, $A)', strangers: '', others: 'select id, t from o where t <> $A' } },
];

export const rules: readonly SoundnessCase[] = [
  { name: 'DO ALSO', schema: `${o}; ${other}; create rule r as on update to o do also update p set a = a + 1`, sql: 'update o set a = 3 where t = $1', ...ruled, rows },
  { name: 'DO INSTEAD', schema: `${o}; ${other}; create rule r as on insert to o do instead delete from p`, sql: 'insert into o (id, t) values (2, $1)', ...ruled, rows },
  { name: 'a rule of another event', schema: `${o}; ${other}; create rule r as on delete to o do instead nothing`, sql: update, ...scoped, rows },
  { name: 'a rule that is dropped', schema: `${o}; ${other}; create rule r as on update to o do also update p set a = a + 1; drop rule r on o`, sql: update, ...scoped, rows },
  { name: 'a rule that is renamed leaves the table’s name', schema: `${o}; ${other}; create rule r as on update to o do also update p set a = a + 1; alter rule r on o rename to s`, sql: 'select * from o where t = $1', ...scoped },
];

const spy = `${other}; create function count_p() returns int language sql as $$ select count(*)::int from p $$; create function one() returns int language sql as $$ select 1 $$`;
const noFunction = { verdict: 'unproven', rule: 'unproven-function' } as const;

/** What the database fills in. */
export const filled: readonly SoundnessCase[] = [
  { name: 'a default that reads', schema: `${spy}; create table o (id int primary key, t uuid not null, a int default count_p())`, sql: 'insert into o (id, t) values (2, $1) returning a', ...noFunction, rows: { strangers: rows.strangers } },
  { name: 'a default that reads, by DEFAULT', schema: `${spy}; create table o (id int primary key, t uuid not null, a int default count_p())`, sql: 'insert into o values (2, $1, default) returning a', ...noFunction, rows: { strangers: rows.strangers } },
  { name: 'a default that reads, by too few values', schema: `${spy}; create table o (id int primary key, t uuid not null, a int default count_p())`, sql: 'insert into o values (2, $1) returning a', ...noFunction, rows: { strangers: rows.strangers } },
  { name: 'a default that reads, in an UPDATE', schema: `${spy}; create table o (id int primary key, t uuid not null, a int default count_p())`, sql: 'update o set a = default where t = $1 returning a', ...noFunction, rows: { own: 'insert into o values (1, $A, 0)', strangers: rows.strangers } },
  { name: 'a default that reads, in a MERGE', schema: `${spy}; create table o (id int primary key, t uuid not null, a int default count_p())`, sql: 'merge into o using (values (2)) v(x) on o.id = x and o.t = $1 when not matched then insert (id, t) values (x, $1) returning a', ...noFunction, rows: { strangers: rows.strangers } },
  { name: 'a default that is not used', schema: `${spy}; create table o (id int primary key, t uuid not null, a int default count_p())`, sql: 'insert into o (id, t, a) values (2, $1, 3) returning a', ...scoped, rows: { strangers: rows.strangers } },
  { name: 'a default that computes', schema: `${spy}; create table o (id int primary key, t uuid not null, a int default one(), b uuid default gen_random_uuid(), c timestamptz default now())`, sql: 'insert into o (id, t) values (2, $1) returning a', ...scoped, rows: { strangers: rows.strangers } },
  { name: 'a generated tenant', schema: "create table o (id int primary key, k uuid, t uuid generated always as (k) stored)", sql: 'insert into o (id, k) values (1, $2)', verdict: 'unproven', rule: 'unproven-column', rows: { strangers: '', others: 'select * from o where t <> $A', values: ['bbbbbbbb-0000-0000-0000-000000000002'] } },
  { name: 'a generated tenant that is changed', schema: "create table o (id int primary key, k uuid, t uuid generated always as (k) stored)", sql: 'update o set k = $2 where t = $1', verdict: 'unproven', rule: 'unproven-column', rows: { own: 'insert into o values (1, $A)', strangers: '', others: 'select * from o where t <> $A', values: ['bbbbbbbb-0000-0000-0000-000000000002'] } },
  { name: 'a generated tenant that stays', schema: "create table o (id int primary key, k uuid, n int, t uuid generated always as (k) stored)", sql: 'update o set n = 1 where t = $1', ...scoped, rows: { own: 'insert into o values (1, $A)', strangers: 'insert into o values (9, $B)', others: 'select * from o where t <> $A' } },
  { name: 'a generated column that reads', schema: `${spy}; create function hidden(x int) returns int language sql immutable as $$ select count(*)::int from p $$; create table o (id int primary key, t uuid not null, a int generated always as (hidden(id)) stored)`, sql: 'insert into o (id, t) values (2, $1) returning a', ...noFunction, rows: { strangers: rows.strangers } },
];
