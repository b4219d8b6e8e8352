import { quoted } from '../../facts/database.ts';
import { actingWhere, rolesText } from '../../facts/facts.ts';
import { mayMakeTemporary } from '../../facts/creation.ts';
import type { Check } from '../check.ts';

export default {
  id: 'temporary-tables',
  title: 'The application can hide a table behind a temporary one',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [20],
  run: (facts) => {
    const name = facts.snapshot.server.database;
    const roles = actingWhere(facts, (role) => mayMakeTemporary(facts.database, role));
    if (roles.length === 0) return [];
    return [{
      object: { kind: 'database', name },
      message: `${rolesText(roles)} can make a temporary table that takes the place of a real one for the next tenant on the connection`,
      why: 'the privilege TEMPORARY on the database is granted (everybody has it unless it was revoked), and temporary tables come first when names are looked up',
      fix: `revoke temporary on database ${quoted(name)} from public, ${roles.map(quoted).join(', ')};`,
    }];
  },
} satisfies Check;
