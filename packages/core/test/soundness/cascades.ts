import type { Configuration } from '../../src/index.ts';
import type { SoundnessCase } from './case.ts';

const owned: Configuration = { tenant: { column: 't', root: 'tenants.id' }, tables: { via: { i: 'o(oid)' }, shared: ['s'] } };

const schemaOf = (child: string): string => `create table tenants (id uuid primary key);
  create table o (id int primary key, t uuid not null references tenants (id), code int unique, unique (t, id), unique (t, code)); ${child}`;

const plainChild = (key: string): string => schemaOf(`create table c (id int primary key, t uuid not null, oid int default 0 references o (id) ${key})`);

/** B's row refers to A's: the key lets it. */
const rows = {
  own: 'insert into tenants values ($A), ($B); insert into o values (1, $A, 1), (0, $A, 0)',
  strangers: 'insert into c values (9, $B, 1)',
  others: 'select * from c where t <> $A',
};

const remove = 'delete from o where t = $1 and id = 1';
const rekey = 'update o set id = 5 where t = $1 and id = 1';
const refused = { configuration: owned, verdict: 'unproven', rule: 'unproven-reference' } as const;
const fine = { configuration: owned, verdict: 'scoped' } as const;

/** Writes that PostgreSQL spreads to the rows that refer to the written ones. */
export const cascades: readonly SoundnessCase[] = [
  { name: 'ON DELETE CASCADE of a plain key', schema: plainChild('on delete cascade'), sql: remove, ...refused, says: 'foreign key (t, oid) references o (t, id)', rows },
  { name: 'ON DELETE SET NULL of a plain key', schema: plainChild('on delete set null'), sql: remove, ...refused, rows },
  { name: 'ON DELETE SET DEFAULT of a plain key', schema: plainChild('on delete set default'), sql: remove, ...refused, rows },
  { name: 'ON UPDATE CASCADE of a plain key', schema: plainChild('on update cascade'), sql: rekey, ...refused, rows },
  { name: 'ON UPDATE SET NULL of a plain key', schema: plainChild('on update set null'), sql: rekey, ...refused, rows },
  { name: 'a deferrable key acts too', schema: plainChild('on delete cascade deferrable initially deferred'), sql: remove, ...refused, rows },
  { name: 'a key that is not valid acts too', schema: `${schemaOf('create table c (id int primary key, t uuid not null, oid int)')}; alter table c add foreign key (oid) references o (id) on delete cascade not valid`, sql: remove, ...refused, rows },
  { name: 'DELETE of MERGE', schema: plainChild('on delete cascade'), sql: 'merge into o using (values (1)) v(x) on o.id = x and o.t = $1 when matched then delete', ...refused, rows },
  { name: 'UPDATE of MERGE', schema: plainChild('on update cascade'), sql: 'merge into o using (values (1)) v(x) on o.id = x and o.t = $1 when matched then update set id = 5', ...refused, rows },
  { name: 'DO UPDATE', schema: plainChild('on update cascade'), sql: 'insert into o (id, t, code) values (1, $1, 1) on conflict (t, code) do update set id = 5', ...refused, rows },
  { name: 'DELETE in WITH', schema: plainChild('on delete cascade'), sql: 'with gone as (delete from o where t = $1 returning id) select count(*) from gone', ...refused },
  { name: 'a key to itself', schema: schemaOf('create table c (id int primary key, t uuid not null, oid int references c (id) on delete cascade)'), sql: 'delete from c where t = $1', ...refused, rows: { own: 'insert into tenants values ($A), ($B); insert into c values (1, $A, null)', strangers: 'insert into c values (9, $B, 1)', others: rows.others } },
  { name: 'a key of a shared table', schema: schemaOf('create table s (id int primary key, oid int references o (id) on delete cascade)'), sql: remove, ...refused, rows: { own: rows.own, strangers: 'insert into s values (9, 1)', others: 'select * from s' } },
  { name: 'a key two steps away', schema: schemaOf('create table i (id int primary key, oid int not null references o (id) on delete cascade); create table c (id int primary key, t uuid not null, iid int references i (id) on delete cascade)'), sql: remove, ...refused, rows: { own: `${rows.own}; insert into i values (1, 1)`, strangers: 'insert into c values (9, $B, 1)', others: rows.others } },
  { name: 'a row owned through one table that refers to another', schema: schemaOf('create table p (id int primary key, t uuid not null); create table i (id int primary key, oid int not null references o (id), pid int references p (id) on delete cascade)'), sql: 'delete from p where t = $1', ...refused, rows: { own: `${rows.own}; insert into p values (1, $A); insert into o values (8, $B, 8)`, strangers: 'insert into i values (9, 8, 1)', others: 'select i.* from i join o on o.id = i.oid where o.t <> $A' } },
  { name: 'SET NULL of the tenant column', schema: schemaOf('create table c (id int primary key, t uuid, oid int, foreign key (t, oid) references o (t, id) on delete set null)'), sql: remove, ...refused, says: 'sets t too' },
  { name: 'a partition of the table that is referred to', schema: 'create table o (id int primary key, t uuid not null) partition by hash (id); create table o1 partition of o for values with (modulus 1, remainder 0); create table c (id int primary key, t uuid not null, oid int references o (id) on delete cascade)', sql: 'delete from o1 where t = $1', ...refused, rows: { own: 'insert into o values (1, $A)', strangers: rows.strangers, others: rows.others } },
  { name: 'a table that the files make after the key', schema: 'create table c (id int primary key, t uuid not null, oid int references o on delete cascade); create table o (id int primary key, t uuid not null)', sql: remove, ...refused },
  { name: 'no action', schema: plainChild(''), sql: remove, ...fine },
  { name: 'a column that no key refers to', schema: plainChild('on update cascade'), sql: 'update o set code = 7 where t = $1 and id = 1', ...fine, rows },
  { name: 'a composite key with the tenant', schema: schemaOf('create table c (id int primary key, t uuid not null, oid int, foreign key (t, oid) references o (t, id) on delete cascade)'), sql: remove, ...fine },
  { name: 'a composite key that sets one column', schema: schemaOf('create table c (id int primary key, t uuid, oid int, foreign key (t, oid) references o (t, id) on delete set null (oid))'), sql: remove, ...fine },
  { name: 'rows owned through the deleted one', schema: schemaOf('create table i (id int primary key, oid int not null references o (id) on delete cascade on update cascade)'), sql: remove, ...fine, rows: { own: `${rows.own}; insert into i values (1, 1)`, strangers: 'insert into o values (9, $B, 9); insert into i values (9, 9)', others: 'select i.* from i join o on o.id = i.oid where o.t <> $A' } },
  { name: 'rows owned through the rekeyed one', schema: schemaOf('create table i (id int primary key, oid int not null references o (id) on delete cascade on update cascade)'), sql: rekey, ...fine, rows: { own: `${rows.own}; insert into i values (1, 1)`, strangers: 'insert into o values (9, $B, 9); insert into i values (9, 9)', others: 'select i.* from i join o on o.id = i.oid where o.t <> $A' } },
  { name: 'the tenant itself', schema: 'create table tenants (id uuid primary key); create table c (id int primary key, t uuid not null references tenants (id) on delete cascade)', sql: 'delete from tenants where id = $1', ...fine, rows: { own: 'insert into tenants values ($A), ($B); insert into c values (1, $A)', strangers: 'insert into c values (9, $B)', others: rows.others } },
  { name: 'a key that is dropped', schema: `${plainChild('on delete cascade')}; alter table c drop constraint c_oid_fkey`, sql: remove, ...fine, rows },
];
