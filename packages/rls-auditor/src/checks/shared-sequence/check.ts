import { actingWhere, rolesText } from '../../facts/facts.ts';
import { quoted, quotedName } from '../../facts/database.ts';
import type { Check } from '../check.ts';

export default {
  id: 'shared-sequence',
  title: 'A sequence tells how much other tenants write',
  severity: 'info',
  threat: 'injection',
  mechanisms: [80],
  run: (facts) =>
    facts.snapshot.relations
      .filter((r) => r.kind === 'sequence' && r.extension === null)
      .flatMap((s) => {
        const roles = actingWhere(facts, (role) => facts.database.reaches(role, 'select', s));
        if (roles.length === 0) return [];
        return [{ object: { kind: 'sequence' as const, schema: s.schema, name: s.name }, message: `${rolesText(roles)} can read how many rows all tenants together have made`, why: 'the privilege SELECT on the sequence is granted', fix: `revoke select on sequence ${quotedName(s)} from ${roles.map(quoted).join(', ')};` }];
      }),
} satisfies Check;
