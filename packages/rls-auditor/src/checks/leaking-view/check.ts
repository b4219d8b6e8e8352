import { quotedName } from '../../facts/database.ts';
import { reasonOf } from '../../facts/told.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'leaking-view',
  title: 'A view shows rows of other tenants',
  severity: 'error',
  threat: 'bug',
  mechanisms: [64, 66, 69],
  run: ({ verdicts }) => {
    const leaks = verdicts.filter((v) => v.verdict === 'unscoped' && (v.relation.kind === 'view' || v.relation.kind === 'materialized view'));
    return [...new Map(leaks.map((v) => [v.relation, v])).values()].map(({ relation, role, proof }) => ({
      object: relationSubject(relation),
      message: `${role} reads rows of other tenants through it`,
      why:
        relation.kind === 'view'
          ? `it reads with the rights of its owner ${relation.owner}: ${reasonOf(proof, relation.name)}`
          : `it holds rows that were computed for whoever refreshed it, and row security cannot be had for it: ${reasonOf(proof, relation.name)}`,
      ...(relation.kind === 'view' ? { fix: `alter view ${quotedName(relation)} set (security_invoker = true);` } : {}),
    }));
  },
} satisfies Check;
