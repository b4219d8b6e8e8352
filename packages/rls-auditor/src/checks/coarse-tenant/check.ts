import { keyOf } from '../../facts/database.ts';
import { tenantTables } from '../../facts/facts.ts';
import { type Check, relationSubject } from '../check.ts';

/** Types of which two values that are not the same may be equal. */
const coarse = /^(citext|character\(\d+\)|character|bpchar|numeric|"?citext"?|[a-z_]+\.citext)(\(|$)/;

export default {
  id: 'coarse-tenant',
  title: 'Tenants with different names can be equal',
  severity: 'warning',
  threat: 'bug',
  mechanisms: [48],
  run: (facts) => {
    const collations = new Map(facts.snapshot.collations.map((c) => [keyOf(c), c]));
    return tenantTables(facts).flatMap((t) => {
      const name = facts.tenancy.tenantColumn(t);
      const column = t.columns.find((c) => c.name === name);
      if (!column) return [];
      const collation = column.collation && collations.get(keyOf(column.collation));
      const why = collation && !collation.deterministic ? `${column.name} has the collation ${collation.name}, which is not deterministic` : coarse.test(column.type) ? `${column.name} is of type ${column.type}` : undefined;
      return why === undefined ? [] : [{ object: relationSubject(t), message: 'a policy lets rows of a tenant through whose name only compares as equal', why }];
    });
  },
} satisfies Check;
