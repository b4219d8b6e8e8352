import { rule, sql } from './rule.ts';

export const noTenantReassignment = rule({
  id: 'no-tenant-reassignment',
  title: 'Rows are moved to another tenant',
  verdict: 'unscoped',
  meaning: `An update, or the update of an upsert or merge, sets the tenant column to something that is not the trusted tenant. The rows leave
their tenant and appear in another one.`,
  fails: sql('update orders set tenant_id = $2 where tenant_id = $1 and id = $3'),
  passes: sql(`update orders set status = $2 where tenant_id = $1 and id = $3`),
  remedy: `Leave the tenant column out of \`SET\`. In an upsert list the columns to update instead of copying all of \`excluded\`. A real move of
rows between tenants is an operation of the platform and belongs outside the code that tenants reach.`,
  blind: 'Moves by deleting in one tenant and inserting in another: each of the two statements is judged on its own.',
});
