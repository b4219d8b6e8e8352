import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { replayFiles } from '../src/policies/replay-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantscope-replay-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const script = `
create role owner_of_it nologin;
create role ann nologin;
create role bob nologin;
create role held nologin;
grant held to bob;
create schema s authorization owner_of_it;
grant usage on schema s to public;
set search_path = s;
set session authorization owner_of_it;
create table t (a int, who text);
create table child () inherits (t);
grant all on t, child to public;
COPY t FROM stdin;
1	ann
2	bob
3	\\N
\\.
insert into child values (4, 'ann'), (5, 'bob');
alter table t enable row level security;
create policy mine on t using (who = current_user);
create policy small on t as restrictive to held using (a < 5);
create view all_of_it as select * from t;
create view theirs with (security_invoker) as select * from t;
grant select on all_of_it, theirs to public;
create table rows (a int, b int);
insert into rows values (1, 2), (3, 4);
alter table rows enable row level security;
create policy whole on rows using (rows >= row(3, 0));
grant select on rows to public;
create table endless (a int);
alter table endless enable row level security;
create policy again on endless using (a in (select a from endless));
grant select on endless to public;

set session authorization ann;
select * from t order by a;
select * from child;
select * from theirs;
select count(*) from all_of_it;
select * from rows;
select * from endless;
with moved as (update t set a = a + 10 returning a) select * from moved;
select (select count(*) from t), who from t where a > 1 for share;
set session authorization bob;
select * from t;
select a.a, b.a from t a full join child b on a.who = b.who;
set row_security = off;
select * from t;
reset row_security;
begin;
reset session authorization;
alter table t disable row level security;
set session authorization bob;
select * from t;
rollback;
select * from t tablesample system (100);
select tableoid::regclass from t;
`;

/** What psql prints where ann asks first. */
const output = `select * from t order by a;
NOTICE:  of no interest
 a  | who 
----+-----
  1 | ann
  4 | ann
(2 rows)

select * from child;
 a | who 
---+-----
 4 | ann
 6 | bob
(2 rows)
`;

describe('replay', () => {
  it('predicts what each role is shown, and compares it with what psql printed', async () => {
    const replayed = await replayFiles(file('script.sql', script), file('script.out', output), 18);
    expect(replayed.mispredicted).toEqual([]);
    // The policy that asks its own table is refused; where row security is off nothing is predicted.
    expect(replayed).toMatchObject({ equal: 10, expected: 1, refused: 1, unread: ['a sample is drawn by lot', 'system columns are not followed'] });
  });
});
