import { reachedBy, tenantTables } from '../../facts/facts.ts';
import { isolationSql } from '../../facts/isolation.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'row-security-off',
  title: 'A table of tenants has no row security',
  severity: 'error',
  threat: 'bug',
  mechanisms: [1, 3, 8, 73, 74],
  run: (facts) =>
    tenantTables(facts)
      .filter((t) => !t.rowSecurity && t.kind !== 'foreign table')
      .flatMap((t) => {
        const [role, ...more] = reachedBy(facts, t);
        if (role === undefined) return [];
        const why = t.policies.length > 0 ? `it has ${String(t.policies.length)} policies, but ROW LEVEL SECURITY is not enabled, so none is in force` : 'ROW LEVEL SECURITY is not enabled on it';
        return [{
          object: relationSubject(t),
          message: `${role}${more.length > 0 ? ` and ${String(more.length)} more roles` : ''} can reach the rows of every tenant`,
          why,
          fix: isolationSql(facts, t),
        }];
      }),
} satisfies Check;
