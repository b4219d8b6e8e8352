import { rule, sql } from './rule.ts';

export const noUnstampedInsert = rule({
  id: 'no-unstamped-insert',
  title: 'A row is inserted without a tenant',
  verdict: 'unscoped',
  meaning: `A row is written to a tenant-owned table and its tenant column gets no value, or its default. The row belongs to nobody, or to
whichever tenant the default names: it is missing where it belongs and may appear where it does not.`,
  fails: sql('insert into orders (id, status) values ($2, $3)'),
  passes: sql('insert into orders (id, tenant_id, status) values ($2, $1, $3)'),
  remedy: `Write the tenant of the session into the tenant column of every row. A column whose default is \`current_setting('<the tenant
setting>')\` is accepted too.`,
  blind: 'A trigger that fills the column. The rule reads the statement and the schema, not the bodies of triggers.',
});
