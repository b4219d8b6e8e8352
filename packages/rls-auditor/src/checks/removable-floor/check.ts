import { quoted, quotedName } from '../../facts/database.ts';
import { tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

/** CVE-2026-116311 is repaired in 15.20; of other branches it is not known in which release. */
const isRepaired = (number: number): boolean => number >= 150020 && number < 160000;

export default {
  id: 'removable-floor',
  title: 'The application can drop a restrictive policy',
  severity: 'error',
  threat: 'injection',
  mechanisms: [28],
  run: (facts) => {
    const { number } = facts.snapshot.server;
    if (isRepaired(number)) return [];
    return tenantTables(facts).flatMap((t) =>
      t.policies
        .filter((p) => !p.permissive && p.roles.length === 1 && facts.actingRoles.includes(p.roles[0] ?? ''))
        .map((p) => ({
          ...(number < 150020 && number >= 150000 ? {} : { severity: 'warning' as const }),
          object: relationSubject(t),
          message: `${p.roles[0] ?? ''} can take away the restrictive policy ${p.name} with DROP OWNED BY CURRENT_USER`,
          why: `the policy names that role alone, and this server ${number < 160000 && number >= 150000 ? 'lacks' : 'is not known to have'} the repair of CVE-2026-116311`,
          fix: `alter policy ${quoted(p.name)} on ${quotedName(t)} to public;`,
        })),
    );
  },
} satisfies Check;
