import { quoted } from '../../facts/database.ts';
import { actingWhere, rolesText } from '../../facts/facts.ts';
import type { Check } from '../check.ts';

export default {
  id: 'creatable-schema',
  title: 'The application can make objects where names are looked up',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [21],
  run: (facts) =>
    facts.snapshot.schemas
      .filter((s) => s.extension === null)
      .flatMap((s) => {
        const roles = actingWhere(facts, (role) => !facts.database.roles.has(role).has(s.owner) && facts.database.may(role, 'create', s, 'schema'));
        if (roles.length === 0) return [];
        return [{ object: { kind: 'schema' as const, name: s.name }, message: `${rolesText(roles)} can make functions and operators in it that other code then calls`, why: 'the privilege CREATE on the schema is granted', fix: `revoke create on schema ${quoted(s.name)} from public, ${roles.map(quoted).join(', ')};` }];
      }),
} satisfies Check;
