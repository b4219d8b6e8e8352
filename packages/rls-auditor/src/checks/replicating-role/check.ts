import { quoted } from '../../facts/database.ts';
import { actingWhere } from '../../facts/facts.ts';
import type { Check } from '../check.ts';

export default {
  id: 'replicating-role',
  title: 'The application can read the log of all changes',
  severity: 'warning',
  threat: 'role',
  mechanisms: [23],
  run: (facts) =>
    actingWhere(facts, (role) => facts.database.roles.find(role)?.replication === true).map((role) => ({
      object: { kind: 'role', name: role },
      message: `${role} can read every change of every tenant from the log`,
      why: 'it has REPLICATION, and no policy applies to what is replicated',
      fix: `alter role ${quoted(role)} noreplication;`,
    })),
} satisfies Check;
