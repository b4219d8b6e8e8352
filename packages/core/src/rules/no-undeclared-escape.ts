import { rule, ts } from './rule.ts';

export const noUndeclaredEscape = rule({
  id: 'no-undeclared-escape',
  title: 'A query over all tenants is not declared',
  verdict: 'unscoped',
  meaning: `\`crossTenant\` of scoped-kysely gives a handle that attaches no tenant: its queries reach the rows of every tenant in the tables that it
lists. What makes that an escape and not a leak is its declaration, which goes to the audit log with each query: the reason, the ticket
that allows it, who runs it, and the tables. Here one of them is missing, empty or blank, so nobody can tell why the query is there.
scoped-kysely refuses to run it.`,
  fails: ts("scoped.crossTenant({ reason: '', ticket: 'OPS-12', actor: 'billing-job', tables: ['orders'] }).selectFrom('orders').selectAll().execute();"),
  passes: ts("scoped.crossTenant({ reason: 'quarterly revenue', ticket: 'OPS-12', actor: 'billing-job', tables: ['orders'] }).selectFrom('orders').selectAll().execute();"),
  remedy: `Say why the query needs the rows of all tenants, who allowed it and who runs it, and list its tables. If it needs the rows of one tenant,
use \`scoped.forTenant(tenant)\`.`,
  blind: `Whether the reason is a good one, and what is given at run time (\`reason: warrant.reason\`): scoped-kysely checks that when the handle is
made. A handle of type \`CrossTenantKysely\` that comes from where it is not followed was checked there.`,
});
