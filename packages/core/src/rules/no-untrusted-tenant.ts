import { rule, sql } from './rule.ts';

export const noUntrustedTenant = rule({
  id: 'no-untrusted-tenant',
  title: 'The tenant is chosen by somebody other than the session',
  verdict: 'unscoped',
  meaning: `The tenant column is compared with, or set to, a value that the session did not vouch for: a request body, a header, a path parameter,
a job's payload, or a column of a row that was itself read without a tenant. Whoever supplies the value chooses whose rows are read or written.

A cast to a type in \`tenant.types\`, outside the files that declare the type or a source, is reported by itself where no query was refused for it:
the value may reach a query by ways that are not followed, and there its type is trusted.`,
  fails: sql('select id, total from orders where tenant_id = $2'),
  passes: sql('select id, total from orders where tenant_id = $1'),
  remedy: `Take the tenant from a trusted value: a type in \`tenant.types\`, or the result of a function in \`tenant.sources\`. If the value has been
checked, make the check a function that throws and name it in \`tenant.guards\`: after it, its argument is trusted.`,
  blind: 'Whether a declared source or guard does what it promises: its body is the place where trust begins.',
});
