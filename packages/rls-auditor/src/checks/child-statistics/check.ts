import { actingWhere, tenantTables } from '../../facts/facts.ts';
import { keyOf } from '../../facts/database.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'child-statistics',
  title: 'Statistics show values of a partition without row security',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [82],
  run: (facts) =>
    tenantTables(facts)
      .filter((t) => !t.rowSecurity && t.parents.some((p) => facts.database.relation(p)?.rowSecurity === true))
      .flatMap((t) => {
        const [role] = actingWhere(facts, (r) => facts.database.reaches(r, 'select', t));
        if (role === undefined) return [];
        return [{ object: relationSubject(t), message: `${role} can read the most common values of every tenant in pg_stats`, why: `row security is on for its parent and off for ${keyOf(t)}, and pg_stats hides only tables that have it` }];
      }),
} satisfies Check;
