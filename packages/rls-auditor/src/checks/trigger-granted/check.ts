import { mayMakeFunctions } from '../../facts/creation.ts';
import { rolesText } from '../../facts/facts.ts';
import type { Check } from '../check.ts';
import { grantedOnTables } from '../granted.ts';

export default {
  id: 'trigger-granted',
  title: 'The application may put a trigger on a table of tenants',
  severity: 'error',
  threat: 'injection',
  mechanisms: [18],
  run: (facts) =>
    grantedOnTables(facts, 'trigger', (roles) => {
      const maker = roles.find((role) => mayMakeFunctions(facts.database, role));
      return {
        ...(maker === undefined ? { severity: 'warning' as const } : {}),
        message: `${rolesText(roles)} can have code run for every row that any tenant writes`,
        why: maker === undefined ? 'the privilege TRIGGER is granted; the code would have to be a function that exists already' : `the privilege TRIGGER is granted, and ${maker} may make functions`,
      };
    }),
} satisfies Check;
