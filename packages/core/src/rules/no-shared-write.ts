import { rule, sql } from './rule.ts';

export const noSharedWrite = rule({
  id: 'no-shared-write',
  title: 'Rows that every tenant reads are written on behalf of one',
  verdict: 'unscoped',
  meaning: `A table declared under \`tables.shared\` has the same rows for everyone. A write on behalf of one tenant changes what all the others
read.`,
  fails: sql(`update countries set name = $2 where code = $3`),
  passes: sql(`select name from countries where code = $2`),
  remedy: `Write shared tables in migrations or in a part of the system that no tenant reaches. If tenants have their own rows in it, the table is
not shared: give it a tenant column.`,
  blind: 'Writes made by migrations and by hand.',
});
