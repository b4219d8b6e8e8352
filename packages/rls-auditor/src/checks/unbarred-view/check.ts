import { keyOf, quotedName } from '../../facts/database.ts';
import { rolesText, tenantTables } from '../../facts/facts.ts';
import { exemptionOf, isBarrier, isInvoker } from '../../facts/seen.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'unbarred-view',
  title: 'Only the condition of a view keeps tenants apart, and others run before it',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [67],
  run: (facts) => {
    const { snapshot, database, verdicts } = facts;
    const owned = new Set(tenantTables(facts));
    return snapshot.relations
      .filter((v) => v.kind === 'view' && v.extension === null && !isInvoker(v) && !isBarrier(v))
      .flatMap((v) => {
        const open = database.tablesRead(v).filter((t) => owned.has(t) && exemptionOf(database, v.owner, t) !== undefined);
        const roles = verdicts.filter((x) => x.relation === v && x.command === 'select' && x.verdict === 'scoped').map((x) => x.role);
        if (open.length === 0 || roles.length === 0) return [];
        return [{
          object: relationSubject(v),
          message: `${rolesText(roles)} can have a condition or function of its own look at rows of other tenants before the view drops them`,
          why: `it reads ${open.map(keyOf).join(', ')} as ${v.owner}, whom no policy holds, and without security_barrier PostgreSQL may run what a query adds first`,
          fix: `alter view ${quotedName(v)} set (security_barrier = true);`,
        }];
      });
  },
} satisfies Check;
