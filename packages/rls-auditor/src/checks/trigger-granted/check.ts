import { quoted, quotedName } from '../../facts/database.ts';
import { actingWhere, rolesText, tenantTables } from '../../facts/facts.ts';
import { mayMakeFunctions } from '../../facts/creation.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'trigger-granted',
  title: 'The application may put a trigger on a table of tenants',
  severity: 'error',
  threat: 'injection',
  mechanisms: [18],
  run: (facts) =>
    tenantTables(facts).flatMap((t) => {
      const roles = actingWhere(facts, (role) => facts.database.reaches(role, 'trigger', t));
      if (roles.length === 0) return [];
      const maker = roles.find((role) => mayMakeFunctions(facts.database, role));
      return [{
        ...(maker === undefined ? { severity: 'warning' as const } : {}),
        object: relationSubject(t),
        message: `${rolesText(roles)} can have code run for every row that any tenant writes`,
        why: maker === undefined ? 'the privilege TRIGGER is granted; the code would have to be a function that exists already' : `the privilege TRIGGER is granted, and ${maker} may make functions`,
        fix: `revoke trigger on ${quotedName(t)} from ${roles.map(quoted).join(', ')};`,
      }];
    }),
} satisfies Check;
