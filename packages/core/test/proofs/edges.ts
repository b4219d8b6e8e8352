import { leak, type ProofCase, scoped, unproven } from './case.ts';

/** What hardly anybody writes. */
export const edges: readonly ProofCase[] = [
  scoped('a column beside a sub-query that may find no row', 'select * from (select o.t as x, (select p.t from p where p.t = o.t limit 1) as y from o) v, c where v.x = $1 and c.t = v.y'),
  leak('a sub-query that may find no row, then a column', 'select * from (select (select p.t from p where p.t = o.t limit 1) as y, o.t as x from o) v, c where v.y = $1 and c.t = v.x'),
  scoped('two sub-queries that may find no row', 'select * from (select (select p.t from p where p.t = $1 limit 1) as x, (select c.t from c where c.t = $1 limit 1) as y) v, o where o.t = v.x'),
  scoped('two such sub-queries beside a column', 'select * from (select (select p.t from p where p.t = o.t limit 1) as y, (select c.t from c where c.t = o.t limit 1) as z, o.t as x from o) v, h where v.x = $1 and h.t = v.y and v.z is not null'),
  leak('one such sub-query by way of another', 'select * from (select (select p.t from p where p.t = o.t limit 1) as y, (select c.t from c where c.t = o.t limit 1) as z from o) v, h where v.y = $1 and h.t = v.z'),
  leak('VALUES with a short row first', 'select * from o, (values (1), (1, $1)) v where o.t = v.column2'),
  leak('VALUES with a short row last', 'select * from o, (values (1, $1), (1)) v where o.t = v.column2'),
  scoped('VALUES behind WITH', 'with v as (values ($1::uuid)) select o.* from o, v where o.t = v.column1'),
  leak('SET to DEFAULT', 'set app.current_tenant to default', 'no-session-tenant-setting'),
  unproven('SET LOCAL to DEFAULT', 'set local app.current_tenant to default', 'unproven-value'),
  unproven('SET LOCAL to a number', 'set local app.current_tenant = 1', 'unproven-value'),
  unproven('SET LOCAL to a list', `set local app.current_tenant to 'a', 'b'`, 'unproven-value'),
  leak('set_config without a value', `select set_config('app.current_tenant')`, 'no-session-tenant-setting'),
  unproven('set_config without anything', 'select set_config()', 'unproven-statement'),
  unproven('set_config of NULL', `select set_config('app.current_tenant', null, true)`, 'unproven-value'),
  leak('TRUNCATE of two tables, one shared', 'truncate o, plans', 'no-unscopable-statement'),
  unproven('TRUNCATE of a table nobody knows', 'truncate nothing', 'unproven-table'),
  unproven('ALTER of a table nobody knows', 'alter table nothing add x int', 'unproven-statement'),
  scoped('a value that is never NULL in a group', 'select count(*), $1 from o where t = $1 group by o.a, $1', { notNull: ['$1'] }),
  scoped('a value that is never NULL beside rows', 'select * from (select $1::uuid as t union all select t from o where t = $1) x, p where p.t = x.t', { notNull: ['$1'] }),
];
