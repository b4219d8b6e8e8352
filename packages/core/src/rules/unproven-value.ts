import { rule, sql } from './rule.ts';

export const unprovenValue = rule({
  id: 'unproven-value',
  title: 'The tenant column is compared with a value of unknown origin',
  verdict: 'unproven',
  meaning: `There is a condition on the tenant column, but nobody knows whether its value is the tenant of the session: its origin was not found,
it may be NULL where that matters, or the tenant is hard-coded.`,
  fails: sql(`select * from orders where tenant_id = '6f1c0d7e-58a2-4c1e-9d39-3a4f5b0e7c11'`),
  passes: sql('select * from orders where tenant_id = $1'),
  remedy: `Declare where trusted values come from: \`tenant.types\`, \`tenant.sources\`, \`tenant.guards\`. With \`prove\`, name the parameters:
\`--trusted '$1'\`. For old code \`tenant.provenance: 'names'\` accepts parameters that are named like the tenant column.`,
  blind: 'What happens to the value outside of the analysed files.',
});
