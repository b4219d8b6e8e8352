import { rule, ts } from './rule.ts';

export const invalidBaselineEntry = rule({
  id: 'invalid-baseline-entry',
  title: 'An entry of the baseline answers for nothing any more',
  verdict: 'unproven',
  severity: 'error',
  about: 'baseline',
  meaning: `The baseline lists the findings that were there when a team began with the gate. An entry is about one query: its function, its operation,
its text and its tables, not its line or its file. So it stays when code moves, and it ends when the query is edited, mended or removed.
The finding of this entry is gone. The entry must go too: otherwise it would answer for the same leak when somebody writes it again.
A baseline only ever shrinks.`,
  fails: ts(`// tenantscope-baseline.json
// {"rule":"no-unscoped-query","fingerprint":"5e1f…","file":"src/orders.ts","function":"list","tables":["orders"]}
await db.selectFrom('orders').selectAll().where('tenant_id', '=', tenant).execute();`),
  passes: ts(`// tenantscope-baseline.json has no entry for it
await db.selectFrom('orders').selectAll().where('tenant_id', '=', tenant).execute();`),
  remedy: 'Run `tenantscope baseline` and commit what it writes: it takes such entries out, and adds none.',
  blind: 'Whether the findings that are left in the baseline matter: nobody has looked at them.',
});
