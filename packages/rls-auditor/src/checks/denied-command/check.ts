import { quoted, quotedName } from '../../facts/database.ts';
import { exemptionOf, policiesFor } from '../../facts/seen.ts';
import { commands } from '../../facts/verdicts.ts';
import { actingWhere, tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject, type Reported } from '../check.ts';

export default {
  id: 'denied-command',
  title: 'A privilege is granted that no policy lets be used',
  severity: 'warning',
  threat: 'bug',
  mechanisms: [2, 40],
  run: (facts) =>
    tenantTables(facts)
      .filter((t) => t.rowSecurity)
      .flatMap((t): readonly Reported[] => {
        const denied = actingWhere(facts, (role) => exemptionOf(facts.database, role, t) === undefined).flatMap((role) =>
          commands.filter((c) => facts.database.may(role, c, t, 'relation') && !policiesFor(facts.database, role, t, c).some((p) => p.permissive)).map((command) => ({ role, command })),
        );
        const [first] = denied;
        if (!first) return [];
        const names = [...new Set(denied.map((d) => d.command.toUpperCase()))];
        return [{
          object: relationSubject(t),
          message: `${names.join(', ')} by ${first.role} reaches no row, though it is granted`,
          why: t.policies.length === 0 ? 'row security is on and the table has no policy' : 'no permissive policy is for this command and this role',
          fix: `revoke ${names.join(', ').toLowerCase()} on ${quotedName(t)} from ${[...new Set(denied.map((d) => quoted(d.role)))].join(', ')};`,
        }];
      }),
} satisfies Check;
