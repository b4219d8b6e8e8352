import type { SoundnessCase } from './case.ts';

const dotted = `create schema app;
create table app.o (id int primary key, t uuid not null);
create table "app.o" (id int primary key, body text)`;

const configuration = { tenant: { column: 't' }, tables: { shared: ['"app.o"'] } } as const;

/** Names that look alike to the model, and are not for PostgreSQL. */
export const names: readonly SoundnessCase[] = [
  { name: 'the table of a schema beside a table with a dot in its name', schema: dotted, configuration, sql: 'select * from app.o', verdict: 'unscoped', rows: { strangers: 'insert into app.o values (1, $B)' } },
  { name: 'a shared table with a dot in its name', schema: dotted, configuration, sql: 'select * from "app.o"', verdict: 'scoped', rows: { strangers: 'insert into app.o values (1, $B)' } },
  { name: 'a table with a dot in its name that is not declared', schema: dotted, configuration: { tenant: { column: 't' }, tables: { shared: ['app.o'] } }, sql: 'select * from "app.o"', verdict: 'unproven', rule: 'unproven-table' },
  {
    name: 'a reference to a column that reads like the key of another table',
    schema: `create schema p; create table p.code (id int primary key, t uuid not null);
      create table p (id int primary key, t uuid not null, code int unique);
      create table c (id int primary key, t uuid not null, code int references p (code))`,
    configuration: { tenant: { column: 't' }, tables: { via: { nothing: 'p.code(x)' } } },
    sql: 'insert into c (id, t, code) select 1, $1, x.id from p.code x where x.t = $1',
    verdict: 'unproven',
    rule: 'unproven-reference',
  },
];
