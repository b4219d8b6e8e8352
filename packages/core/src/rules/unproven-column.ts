import { rule, sql } from './rule.ts';

export const unprovenColumn = rule({
  id: 'unproven-column',
  title: 'Which column is meant is not known',
  verdict: 'unproven',
  meaning: `A name may belong to several tables, or the columns of a table that decides the verdict are not known, so the condition cannot be
attributed to one table.`,
  fails: sql('select o.id from orders o, payments p where tenant_id = $1 and p.order_id = o.id'),
  passes: sql('select o.id from orders o, payments p where o.tenant_id = $1 and p.tenant_id = $1 and p.order_id = o.id'),
  remedy: 'Qualify the column with the alias of its table. Give inserts a column list. Let the run know the schema.',
  blind: 'Columns added outside of the migrations that were read.',
});
