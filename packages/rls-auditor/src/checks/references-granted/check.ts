import { quoted, quotedName } from '../../facts/database.ts';
import { actingWhere, rolesText, tenantTables } from '../../facts/facts.ts';
import { mayMakeTables } from '../../facts/creation.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'references-granted',
  title: 'The application can ask with foreign keys which rows exist',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [19],
  run: (facts) =>
    tenantTables(facts).flatMap((t) => {
      const roles = actingWhere(facts, (role) => facts.database.reaches(role, 'references', t) && mayMakeTables(facts.database, role));
      if (roles.length === 0) return [];
      return [{ object: relationSubject(t), message: `${rolesText(roles)} can find out which keys exist, whoever owns the rows`, why: 'the privilege REFERENCES is granted and the role may make tables; what checks a foreign key is not held to policies', fix: `revoke references on ${quotedName(t)} from ${roles.map(quoted).join(', ')};` }];
    }),
} satisfies Check;
