import { rule, sql } from './rule.ts';

export const noUnscopableStatement = rule({
  id: 'no-unscopable-statement',
  title: 'A statement that no condition can restrict touches all tenants',
  verdict: 'unscoped',
  meaning: `\`TRUNCATE\`, \`COPY table\` and their like take whole tables: there is no \`WHERE\` in which a tenant could stand, so they read or remove
the rows of every tenant.`,
  fails: sql('truncate orders'),
  passes: sql('delete from orders where tenant_id = $1'),
  remedy: `Use \`DELETE … WHERE\`, \`COPY (SELECT … WHERE …) TO\`, or insert the rows with their tenant.`,
  blind: 'The same statements inside the body of a function that the application calls: see `unproven-function`.',
});
