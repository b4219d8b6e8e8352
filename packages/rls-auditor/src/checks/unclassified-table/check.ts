import { holdsRows } from '../../facts/tenancy.ts';
import { reachedBy } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

export default {
  id: 'unclassified-table',
  title: 'Nobody said whose rows a table holds',
  severity: 'error',
  threat: 'bug',
  mechanisms: [6],
  run: (facts) =>
    facts.snapshot.relations
      .filter((r) => holdsRows(r) && r.extension === null && !r.temporary)
      .flatMap((r) => {
        const ownership = facts.tenancy.table(r)?.ownership;
        const [role] = reachedBy(facts, r);
        if (role === undefined || (ownership && ownership.kind !== 'unclassified')) return [];
        return [{
          object: relationSubject(r),
          message: `${role} reaches its rows, and nothing says which tenant each belongs to`,
          why: `${ownership?.why ?? 'it has no tenant column'}; declare it in tables.shared or tables.via, or give it a tenant column`,
        }];
      }),
} satisfies Check;
