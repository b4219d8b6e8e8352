import { quoted, quotedName } from '../../facts/database.ts';
import { actingWhere, tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'row-security-can-be-disabled',
  title: 'The application can switch row security off',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [16],
  run: (facts) =>
    tenantTables(facts).flatMap((t) => {
      const [role] = actingWhere(facts, (r) => facts.database.roles.has(r).has(t.owner));
      if (role === undefined || !t.rowSecurity) return [];
      return [{
        object: relationSubject(t),
        message: `${role} can run ALTER TABLE … DISABLE ROW LEVEL SECURITY`,
        why: role === t.owner ? 'it owns the table' : `it inherits the rights of ${t.owner}, who owns the table`,
        fix: role === t.owner ? `alter table ${quotedName(t)} owner to <a role that the application cannot become>;` : `revoke ${quoted(t.owner)} from ${quoted(role)};`,
      }];
    }),
} satisfies Check;
