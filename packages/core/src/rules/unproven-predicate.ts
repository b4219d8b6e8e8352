import { rule, sql } from './rule.ts';

export const unprovenPredicate = rule({
  id: 'unproven-predicate',
  title: 'A condition on the tenant column is not understood',
  verdict: 'unproven',
  meaning: `The tenant column is compared, but through an expression for which equal results do not imply equal tenants, or whose meaning is not
known: \`lower(tenant_id::text)\`, a string put together, a collation that ignores case.`,
  fails: sql(`select * from orders where lower(tenant_id::text) = lower($1::text)`),
  passes: sql('select * from orders where tenant_id = $1'),
  remedy: 'Compare the bare column with the bare value. A cast of the column to text is understood; other computations are not.',
  blind: 'Expressions that happen to be injective for the values in use.',
});
