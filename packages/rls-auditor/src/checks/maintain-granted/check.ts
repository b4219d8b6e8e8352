import { rolesText } from '../../facts/facts.ts';
import type { Check } from '../check.ts';
import { grantedOnTables } from '../granted.ts';

export default {
  id: 'maintain-granted',
  title: 'The application may lock a table for every tenant',
  severity: 'info',
  threat: 'injection',
  mechanisms: [],
  run: (facts) => grantedOnTables(facts, 'maintain', (roles) => ({ message: `${rolesText(roles)} can lock it, or rewrite it with CLUSTER and VACUUM FULL, while every tenant waits`, why: 'the privilege MAINTAIN is granted' })),
} satisfies Check;
