import { rule, sql } from './rule.ts';

export const unprovenFunction = rule({
  id: 'unproven-function',
  title: 'What a function does is not known',
  verdict: 'unproven',
  meaning: `The statement calls a function that is not one of PostgreSQL's pure functions, itself or through an operator, a cast, a default or a
trigger. Its body may read or write the rows of any tenant, whatever it is given.`,
  fails: sql('select recalculate_totals($1)'),
  passes: sql('select sum(total) from orders where tenant_id = $1'),
  remedy: `Write the query in place of the function. A function that returns the session's tenant belongs in \`tenant.functions\`.`,
  blind: 'Bodies in other languages than SQL and PL/pgSQL, and bodies that name a table: a function is known to be harmless only when it does no more than compute.',
});
