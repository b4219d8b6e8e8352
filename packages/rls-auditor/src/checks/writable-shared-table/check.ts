import { quoted, quotedName } from '../../facts/database.ts';
import { abilityOf, byRelation } from '../../facts/told.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'writable-shared-table',
  title: 'A tenant can change what all tenants see',
  severity: 'error',
  threat: 'injection',
  mechanisms: [],
  run: ({ verdicts, tenancy }) =>
    byRelation(verdicts.filter((v) => v.verdict === 'unscoped' && v.command !== 'select' && tenancy.table(v.relation)?.ownership.kind === 'shared')).flatMap((writes) => {
      const [first] = writes;
      if (!first) return [];
      const { relation } = first;
      const roles = [...new Set(writes.map((w) => quoted(w.role)))].join(', ');
      return [{
        object: relationSubject(relation),
        message: `${abilityOf(writes)} rows that every tenant sees`,
        why: 'it is declared shared, and the role has the privilege to write it',
        fix: `revoke insert, update, delete, truncate on ${quotedName(relation)} from ${roles};`,
      }];
    }),
} satisfies Check;
