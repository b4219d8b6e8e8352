import { rule, sql } from './rule.ts';

export const unprovenReference = rule({
  id: 'unproven-reference',
  title: 'A row is tied to a parent that may be another tenant’s',
  verdict: 'unproven',
  meaning: `A foreign key without the tenant column is written from a value that is not known to be a row of this tenant. The database accepts the
id of another tenant's row, and later joins through the reference then leave the tenant. The same key with \`ON DELETE CASCADE\` (or another
action) spreads a write of this tenant's row to the rows of others that refer to it.`,
  fails: sql('insert into payments (id, tenant_id, order_id, amount) values ($2, $1, $3, $4)'),
  passes: sql(`insert into payments (id, tenant_id, order_id, amount)
select $2, $1, o.id, $4 from orders o where o.id = $3 and o.tenant_id = $1`),
  remedy: `Make the foreign key composite, \`foreign key (tenant_id, order_id) references orders (tenant_id, id)\`: the database then refuses the
other tenant's row. Or select the parent with its tenant in the same statement.`,
  blind: 'A check of the parent in an earlier statement: the row may change hands in between, and it is not followed.',
});
