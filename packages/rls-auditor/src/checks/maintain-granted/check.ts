import { quoted, quotedName } from '../../facts/database.ts';
import { actingWhere, rolesText, tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'maintain-granted',
  title: 'The application may lock a table for every tenant',
  severity: 'info',
  threat: 'injection',
  mechanisms: [],
  run: (facts) =>
    tenantTables(facts).flatMap((t) => {
      const roles = actingWhere(facts, (role) => facts.database.reaches(role, 'maintain', t));
      if (roles.length === 0) return [];
      return [{ object: relationSubject(t), message: `${rolesText(roles)} can lock it, or rewrite it with CLUSTER and VACUUM FULL, while every tenant waits`, why: 'the privilege MAINTAIN is granted', fix: `revoke maintain on ${quotedName(t)} from ${roles.map(quoted).join(', ')};` }];
    }),
} satisfies Check;
