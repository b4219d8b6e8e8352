import { quoted } from '../../facts/database.ts';
import { grantsOf } from '../../facts/acl.ts';
import { actingWhere } from '../../facts/facts.ts';
import type { Check } from '../check.ts';

export default {
  id: 'open-default-privileges',
  title: 'Every table that is made later is open to the application',
  severity: 'warning',
  threat: 'bug',
  mechanisms: [9, 75],
  run: (facts) =>
    facts.snapshot.defaultPrivileges
      .filter((d) => d.on === 'tables')
      .flatMap((d) => {
        const grants = grantsOf(d.acl, d.owner, 'relation').filter((g) => g.grantee !== d.owner && g.privileges.size > 0);
        const [role] = actingWhere(facts, (r) => grants.some((g) => g.grantee === 'public' || facts.database.roles.has(r).has(g.grantee)));
        if (role === undefined) return [];
        const home = d.schema === null ? '' : ` in schema ${quoted(d.schema)}`;
        return [{
          object: { kind: d.schema === null ? ('role' as const) : ('schema' as const), name: d.schema ?? d.owner },
          message: `${role} reaches each table that ${d.owner} makes${home} from the moment it is made, before it has row security`,
          why: 'default privileges grant it, and row security is off on a new table',
          fix: `alter default privileges for role ${quoted(d.owner)}${home} revoke all on tables from ${[...new Set(grants.map((g) => (g.grantee === 'public' ? 'public' : quoted(g.grantee))))].join(', ')};`,
        }];
      }),
} satisfies Check;
