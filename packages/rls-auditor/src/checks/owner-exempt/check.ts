import { quotedName } from '../../facts/database.ts';
import { tenantTables } from '../../facts/facts.ts';
import { exemptionOf } from '../../facts/seen.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'owner-exempt',
  title: 'The application owns a table whose row security is not forced',
  severity: 'error',
  threat: 'bug',
  mechanisms: [4, 5],
  run: (facts) =>
    tenantTables(facts).flatMap((t) => {
      const role = facts.actingRoles.find((r) => exemptionOf(facts.database, r, t) === 'owner');
      const object = relationSubject(t);
      const fix = `alter table ${quotedName(t)} force row level security;`;
      if (role !== undefined)
        return [{ object, message: `${role} is not held to the policies and reaches the rows of every tenant`, why: role === t.owner ? 'it owns the table, and row security is not forced on owners' : `it inherits the rights of ${t.owner}, who owns the table, and row security is not forced on owners`, fix }];
      if (!t.rowSecurity || t.forceRowSecurity) return [];
      return [{ severity: 'info' as const, object, message: `${t.owner}, its owner, is not held to the policies`, why: 'row security is not forced on owners; no role of the application has the rights of this one', fix }];
    }),
} satisfies Check;
