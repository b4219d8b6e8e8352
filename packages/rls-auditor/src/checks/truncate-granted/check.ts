import { quoted, quotedName } from '../../facts/database.ts';
import { actingWhere, rolesText, tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'truncate-granted',
  title: 'The application may empty a table for every tenant',
  severity: 'error',
  threat: 'injection',
  mechanisms: [17],
  run: (facts) =>
    tenantTables(facts).flatMap((t) => {
      const roles = actingWhere(facts, (role) => facts.database.reaches(role, 'truncate', t));
      if (roles.length === 0) return [];
      return [{ object: relationSubject(t), message: `${rolesText(roles)} can delete the rows of every tenant with TRUNCATE`, why: 'the privilege is granted, and no policy applies to TRUNCATE', fix: `revoke truncate on ${quotedName(t)} from ${roles.map(quoted).join(', ')};` }];
    }),
} satisfies Check;
