import { rule, sql } from './rule.ts';

export const unprovenSql = rule({
  id: 'unproven-sql',
  title: 'SQL text cannot be read',
  verdict: 'unproven',
  meaning: `PostgreSQL's own grammar refuses the text, or the text nests deeper than PostgreSQL allows. What cannot be read cannot be proved, and it
is never skipped.`,
  fails: sql('selekt * from orders where tenant_id = $1'),
  passes: sql('select * from orders where tenant_id = $1'),
  remedy: `Correct the text. The message is PostgreSQL's own. Placeholders of other databases (\`?\`, \`:name\`) are not PostgreSQL's.`,
  blind: 'Whether the tables and columns exist: that needs the schema, see `unproven-table` and `unproven-column`.',
});
