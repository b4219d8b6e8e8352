import type { Privilege } from '../facts/acl.ts';
import { quoted, quotedName } from '../facts/database.ts';
import { actingWhere, type Facts, tenantTables } from '../facts/facts.ts';
import { relationSubject, type Reported } from './check.ts';

/** What there is to say of roles that have a privilege. */
type Told = Pick<Reported, 'severity' | 'message' | 'why'>;

/** A finding for each table of tenants on which roles of the application have a privilege that nobody needs; the repair takes it away. */
export const grantedOnTables = (facts: Facts, privilege: Privilege, tell: (roles: readonly string[]) => Told, counts: (role: string) => boolean = () => true): readonly Reported[] =>
  tenantTables(facts).flatMap((t) => {
    const roles = actingWhere(facts, (role) => facts.database.reaches(role, privilege, t) && counts(role));
    if (roles.length === 0) return [];
    return [{ object: relationSubject(t), ...tell(roles), fix: `revoke ${privilege} on ${quotedName(t)} from ${roles.map(quoted).join(', ')};` }];
  });
