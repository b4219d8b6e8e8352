import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';

const names = [
  ['create or replace function f() returns int language sql as $$ select 1 $$', 'CREATE OR REPLACE FUNCTION'],
  ['create unique index i on orders (id)', 'CREATE UNIQUE INDEX'],
  ['-- drop it\ndrop /* a */ index i', 'DROP INDEX'],
  ['alter default privileges grant select on tables to app', 'ALTER DEFAULT PRIVILEGES'],
  ['create table if not exists x (id int)', 'CREATE TABLE'],
  ['vacuum orders', 'VACUUM'],
] as const;

describe('statements that are not decided', () => {
  it.each(names)('%s: %s', (sql, name) => {
    expect(judge(sql).refusals).toMatchObject([{ rule: 'unproven-statement', message: `what ${name} does to the rows of other tenants is not decided` }]);
  });
});
