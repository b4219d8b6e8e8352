import { rule, sql } from './rule.ts';

export const noSessionTenantSetting = rule({
  id: 'no-session-tenant-setting',
  title: 'A session changes who it is, or forgets to change back',
  verdict: 'unscoped',
  meaning: `The setting that carries the tenant outlives the transaction, or row-level security or the role is changed. A pooled connection is
handed to the next request as it was left: it then reads the rows of the tenant before it, or of all tenants.`,
  fails: sql(`select set_config('app.current_tenant', $1, false)`),
  passes: sql(`select set_config('app.current_tenant', $1, true)`),
  remedy: `Set the tenant for one transaction: \`set_config(name, value, true)\` or \`SET LOCAL\`, inside a transaction. Leave \`role\`,
\`session_authorization\` and \`row_security\` alone.`,
  blind: 'Whether the statement runs inside a transaction: outside one, `SET LOCAL` has no effect and row-level security must fail closed.',
});
