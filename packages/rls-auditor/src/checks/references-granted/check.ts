import { mayMakeTables } from '../../facts/creation.ts';
import { rolesText } from '../../facts/facts.ts';
import type { Check } from '../check.ts';
import { grantedOnTables } from '../granted.ts';

export default {
  id: 'references-granted',
  title: 'The application can ask with foreign keys which rows exist',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [19],
  run: (facts) =>
    grantedOnTables(
      facts,
      'references',
      (roles) => ({ message: `${rolesText(roles)} can find out which keys exist, whoever owns the rows`, why: 'the privilege REFERENCES is granted and the role may make tables; what checks a foreign key is not held to policies' }),
      (role) => mayMakeTables(facts.database, role),
    ),
} satisfies Check;
