import { quoted, quotedName } from '../../facts/database.ts';
import { reachedBy, tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'reachable-foreign-table',
  title: 'A foreign table of tenants has no row security',
  severity: 'error',
  threat: 'bug',
  mechanisms: [70],
  run: (facts) =>
    tenantTables(facts)
      .filter((t) => t.kind === 'foreign table')
      .flatMap((t) => {
        const roles = reachedBy(facts, t);
        if (roles.length === 0) return [];
        return [{ object: relationSubject(t), message: `${roles[0] ?? ''} reaches whatever the mapped user of ${t.server ?? 'the server'} reaches`, why: 'row security cannot be had for foreign tables', fix: `revoke all on ${quotedName(t)} from ${roles.map(quoted).join(', ')};` }];
      }),
} satisfies Check;
