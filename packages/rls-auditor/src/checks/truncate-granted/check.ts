import { rolesText } from '../../facts/facts.ts';
import type { Check } from '../check.ts';
import { grantedOnTables } from '../granted.ts';

export default {
  id: 'truncate-granted',
  title: 'The application may empty a table for every tenant',
  severity: 'error',
  threat: 'injection',
  mechanisms: [17],
  run: (facts) => grantedOnTables(facts, 'truncate', (roles) => ({ message: `${rolesText(roles)} can delete the rows of every tenant with TRUNCATE`, why: 'the privilege is granted, and no policy applies to TRUNCATE' })),
} satisfies Check;
