import type { Configuration } from '../../src/index.ts';
import type { SoundnessCase } from './case.ts';

/** `oc` refers to `pc` with the tenant column: a join on the id alone stays inside the tenant while the keys hold. */
const pair = (pc = 'id int primary key, t uuid not null, name text, unique (t, id)', fk = 'foreign key (t, pid) references pc (t, id)', oc = 'id int primary key, t uuid not null, pid int'): string =>
  `create table pc (${pc}); create table oc (${oc}${fk && `, ${fk}`})`;

const join = 'select pc.name from oc join pc on pc.id = oc.pid where oc.t = $1';

/** A row of A refers to one that B may have. */
const across = { own: "insert into pc values (1, $A, 'own'); insert into oc values (1, $A, 1), (9, $A, 9)", strangers: "insert into pc values (9, $B, 'strange')" };
const one = "insert into pc values (1, $A, 'own'); insert into oc values (1, $A, 1)";

/** Two rows have the id that A's row refers to. */
const twice = { own: one, strangers: "insert into pc2 values (1, $B, 'strange')" };

const stillKept: readonly SoundnessCase[] = [
  { name: 'a composite key', schema: pair(), sql: join, verdict: 'scoped', rows: { own: one, strangers: "insert into pc values (9, $B, 'strange'); insert into oc values (9, $B, 9)" } },
  { name: 'a key that is validated later', schema: `${pair(undefined, '')}; alter table oc add constraint k foreign key (t, pid) references pc (t, id) not valid; alter table oc validate constraint k`, sql: join, verdict: 'scoped' },
  { name: 'MATCH FULL', schema: pair(undefined, 'foreign key (t, pid) references pc (t, id) match full'), sql: join, verdict: 'scoped' },
  { name: 'triggers of users switched off', schema: `${pair()}; alter table oc disable trigger user`, sql: join, verdict: 'scoped' },
  { name: 'an index that includes other columns', schema: `${pair('id int, t uuid not null, name text, unique (t, id)')}; create unique index on pc (id) include (name)`, sql: join, verdict: 'scoped' },
  {
    name: 'a partitioned parent',
    schema: `create table pc (id int, t uuid not null, name text, primary key (id), unique (id, t)) partition by hash (id);
      create table pc2 partition of pc for values with (modulus 1, remainder 0);
      create table oc (id int primary key, t uuid not null, pid int, foreign key (pid, t) references pc (id, t))`,
    sql: join,
    verdict: 'scoped',
  },
  {
    name: 'a partitioned parent as pg_dump writes it',
    schema: `create table pc (id int not null, t uuid not null, name text) partition by hash (id);
      create table pc2 (id int not null, t uuid not null, name text);
      alter table only pc attach partition pc2 for values with (modulus 1, remainder 0);
      alter table only pc add constraint pc_pkey primary key (id); alter table only pc2 add constraint pc2_pkey primary key (id);
      create unique index pc_u on only pc (id, t); create unique index pc2_u on pc2 (id, t);
      alter index pc_pkey attach partition pc2_pkey; alter index pc_u attach partition pc2_u;
      create table oc (id int primary key, t uuid not null, pid int, foreign key (pid, t) references pc (id, t))`,
    sql: join,
    verdict: 'scoped',
  },
];

const weakened: readonly Omit<SoundnessCase, 'verdict'>[] = [
  { name: 'NOT VALID', schema: `${pair(undefined, '')}; alter table oc add foreign key (t, pid) references pc (t, id) not valid`, sql: join },
  { name: 'DEFERRABLE', schema: pair(undefined, 'foreign key (t, pid) references pc (t, id) deferrable initially deferred'), sql: join, rows: across },
  { name: 'ALTER CONSTRAINT … DEFERRABLE', schema: `${pair(undefined, 'constraint k foreign key (t, pid) references pc (t, id)')}; alter table oc alter constraint k deferrable initially deferred`, sql: join, rows: across },
  { name: 'NOT ENFORCED', schema: pair(undefined, 'foreign key (t, pid) references pc (t, id) not enforced'), sql: join, rows: across },
  { name: 'ALTER CONSTRAINT … NOT ENFORCED', schema: `${pair(undefined, 'constraint k foreign key (t, pid) references pc (t, id)')}; alter table oc alter constraint k not enforced`, sql: join, rows: across },
  { name: 'DROP CONSTRAINT', schema: `${pair()}; alter table oc drop constraint oc_t_pid_fkey`, sql: join, rows: across },
  { name: 'DROP CONSTRAINT of the key under it', schema: `${pair()}; alter table pc drop constraint pc_t_id_key cascade`, sql: join, rows: across },
  { name: 'DROP INDEX under it', schema: `${pair('id int primary key, t uuid not null, name text', '')}; create unique index u on pc (t, id); alter table oc add foreign key (t, pid) references pc (t, id); drop index u cascade`, sql: join, rows: across },
  { name: 'a key whose included column is dropped', schema: `${pair('id int, t uuid not null, name text, extra int, unique (t, id), unique (id) include (extra)')}; alter table pc drop extra`, sql: join, rows: { own: one, strangers: "insert into pc values (1, $B, 'strange')" } },
  { name: 'checks switched off', schema: `${pair()}; alter table oc disable trigger all; insert into oc values (9, $A, 9); alter table oc enable trigger all`, sql: join, rows: { own: one, strangers: "insert into pc values (9, $B, 'strange')" } },
  { name: 'checks switched off at the other side', schema: `${pair()}; alter table pc disable trigger all`, sql: join, rows: { own: `${one}; delete from pc`, strangers: "insert into pc values (1, $B, 'strange')" } },
  { name: 'rows written as a replica', schema: `${pair()}; set session_replication_role = replica; insert into oc values (9, $A, 9); set session_replication_role = origin`, sql: join, rows: { own: one, strangers: "insert into pc values (9, $B, 'strange')" } },
  { name: 'a tenant that may be NULL', schema: pair(undefined, undefined, 'id int primary key, t uuid, pid int'), sql: 'select oc.id, pc.name from oc join pc on pc.id = oc.pid where pc.t = $1', rows: { own: "insert into pc values (1, $A, 'own')", strangers: 'insert into oc values (9, null, 1)' } },
  { name: 'DROP of a named NOT NULL', schema: `${pair(undefined, undefined, 'id int primary key, t uuid constraint n not null, pid int')}; alter table oc drop constraint n`, sql: 'select oc.id, pc.name from oc join pc on pc.id = oc.pid where pc.t = $1', rows: { own: "insert into pc values (1, $A, 'own')", strangers: 'insert into oc values (9, null, 1)' } },
  { name: 'NOT NULL that is not valid', schema: `${pair(undefined, undefined, 'id int primary key, t uuid, pid int')}; insert into oc values (9, null, 1); alter table oc add constraint n not null t not valid`, sql: 'select oc.id, pc.name from oc join pc on pc.id = oc.pid where pc.t = $1', rows: { strangers: "insert into pc values (1, $A, 'own')" } },
  { name: 'a partial unique index', schema: `${pair('id int, t uuid not null, name text, unique (t, id)')}; create unique index on pc (id) where name = 'x'`, sql: join, rows: { own: one, strangers: "insert into pc values (1, $B, 'strange')" } },
  { name: 'a deferrable unique key', schema: pair('id int unique deferrable initially deferred, t uuid not null, name text, unique (t, id)'), sql: join, rows: { own: one, strangers: "insert into pc values (1, $B, 'strange')" } },
  { name: 'an exclusion constraint', schema: pair('id int, t uuid not null, name text, unique (t, id), exclude (id with =)'), sql: join },
  { name: 'a key over periods', schema: pair('id int, span int4range, t uuid not null, name text, unique (t, id), unique (id, span without overlaps)'), sql: join },
];

const inherits = 'create table pc2 () inherits (pc)';

const inheritance: readonly Omit<SoundnessCase, 'verdict'>[] = [
  { name: 'a parent that others inherit from', schema: `${pair()}; ${inherits}`, sql: join, rows: twice },
  { name: 'a child that inherits later', schema: `${pair()}; create table pc2 (id int not null, t uuid not null, name text); alter table pc2 inherit pc`, sql: join, rows: twice },
  { name: 'a referring table that others inherit from', schema: `${pair()}; create table oc2 () inherits (oc)`, sql: join, rows: { own: 'insert into oc2 values (9, $A, 9)', strangers: "insert into pc values (9, $B, 'strange')" } },
  { name: 'a partition whose parent has heirs beside it', schema: `${pair()}; ${inherits}; create table pc3 () inherits (pc2)`, sql: join, rows: twice },
];

const via: Configuration = { tenant: { column: 't' }, tables: { via: { i: 'o(oid)' } } };
const items = 'create table o (id int primary key, t uuid not null); create table i (id int primary key, oid int not null references o (id))';

/** What DDL leaves of keys, and what may still be concluded from them. */
export const keys: readonly SoundnessCase[] = [
  ...stillKept,
  ...[...weakened, ...inheritance].map((c): SoundnessCase => ({ ...c, verdict: 'unscoped' })),
  { name: 'no longer a child', schema: `${pair()}; ${inherits}; alter table pc2 no inherit pc`, sql: join, verdict: 'scoped' },
  { name: 'the rows of heirs are the tenant’s by their own column', schema: `${pair()}; ${inherits}`, sql: 'select * from pc where t = $1', verdict: 'scoped', rows: { own: "insert into pc2 values (1, $A, 'own')", strangers: "insert into pc2 values (1, $B, 'strange')" } },
  { name: 'owned through a parent', schema: items, configuration: via, sql: 'select i.* from i join o on o.id = i.oid where o.t = $1', verdict: 'scoped', rows: { own: 'insert into o values (1, $A); insert into i values (1, 1)', strangers: 'insert into o values (9, $B); insert into i values (9, 9)' } },
  { name: 'owned through a parent with heirs', schema: `${items}; create table o2 () inherits (o)`, configuration: via, sql: 'select i.* from i join o on o.id = i.oid where o.t = $1', verdict: 'unproven', rule: 'unproven-table', rows: { own: 'insert into o2 values (9, $A)', strangers: 'insert into o values (9, $B); insert into i values (9, 9)' } },
  { name: 'IF NOT EXISTS looks in one schema only', schema: 'create table o (id int primary key, body text); create schema app; set search_path = app, public; create table if not exists o (id int primary key, t uuid not null)', sql: 'select * from app.o', verdict: 'unscoped', rows: { strangers: 'insert into app.o values (1, $B)' } },
];
