import { rule, ts } from './rule.ts';

export const unprovenFragment = rule({
  id: 'unproven-fragment',
  title: 'A piece of SQL text is not known',
  verdict: 'unproven',
  meaning: `Part of the statement's text comes from something whose text is not known: \`sql.raw(input)\`, a string that is
built at run time. It may say anything, \`or true\` included. Such a place is often an SQL injection too.`,
  fails: ts("await sql`select * from orders where tenant_id = ${tenantId} ${sql.raw(request.query.filter)}`.execute(db);"),
  passes: ts("await sql`select * from orders where tenant_id = ${tenantId} and status = ${request.query.status}`.execute(db);"),
  remedy: 'Bind values instead of writing them into the text. Choose fragments and names from constants, so that each alternative can be read.',
  blind: 'Nothing: an unknown text is always reported.',
});
