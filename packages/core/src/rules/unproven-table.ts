import { rule, sql } from './rule.ts';

export const unprovenTable = rule({
  id: 'unproven-table',
  title: 'Whose rows a table holds is not known',
  verdict: 'unproven',
  meaning: `The table is not in the schema, or it is there and has no tenant column and no declaration. It is never guessed in anybody's favour.`,
  fails: sql('select sum(hits) from metrics'),
  passes: sql('select name from countries'),
  remedy: `Give the table a tenant column, or declare it: \`tables.shared\` (the same rows for everyone), \`tables.via\` (owned through a parent), or a
tenant column of another name under \`tenant.column.overrides\`. If it is not in the schema, check \`schema.migrations\`.`,
  blind: 'Whether a declaration is true: a shared table that holds rows of tenants is believed to be shared.',
});
