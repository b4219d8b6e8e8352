import { rule, sql } from './rule.ts';

export const unprovenStatement = rule({
  id: 'unproven-statement',
  title: 'What a statement does to the rows of tenants is not decided',
  verdict: 'unproven',
  meaning: `\`DO\`, \`CALL\`, \`EXECUTE\`, definitions of tables and functions: the effect is not in the text of the statement, or it changes what later
statements mean.`,
  fails: sql('call archive_orders($1)'),
  passes: sql(`delete from orders where tenant_id = $1 and status = 'archived'`),
  remedy: 'Write the statement itself where the application runs it. Definitions belong in migrations.',
  blind: 'The bodies of procedures: they are not read yet.',
});
