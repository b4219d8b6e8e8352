import { rule, sql } from './rule.ts';

export const noUnscopedQuery = rule({
  id: 'no-unscoped-query',
  title: 'A query reads or changes rows of other tenants',
  verdict: 'unscoped',
  meaning: `A tenant-owned table is read, updated or deleted from, and no condition that restricts its rows ties its tenant column to a trusted
value. There are rows of another tenant for which the result, or the effect, differs. A condition counts only where it removes rows:
not in one arm of an \`OR\`, not in the \`ON\` of an outer join for the preserved side, not outside a subquery that has already applied a
\`LIMIT\`, an aggregate or a window function.`,
  fails: sql(`select o.id, c.name
from orders o join customers c on c.id = o.customer_id
where o.tenant_id = $1 or o.status = 'public'`),
  passes: sql(`select o.id, c.name
from orders o join customers c on c.id = o.customer_id and c.tenant_id = o.tenant_id
where o.tenant_id = $1 and (o.status = 'public' or o.total > 100)`),
  remedy: `Compare the table's tenant column with the tenant of the session at the same query level, or equate it with the tenant column of a
table that is restricted already. Put parentheses around \`OR\`. If rows of this table really are for everyone, say so in the configuration:
\`tables.shared\`, or \`tables.public\` with the predicate that makes a row public.`,
  blind: `Row-level security: a policy may hide the rows at run time. The rule asks for a query that is right without it, because the policy fails
when the role bypasses it or the setting is missing; \`rls-audit\` checks the policies.`,
});
