import type { Index, Relation } from '../../catalog/snapshot.ts';
import { keyOf } from '../../facts/database.ts';
import { isSurrogate } from '../../facts/keys.ts';
import { actingWhere, type Facts, tenantTables } from '../../facts/facts.ts';
import type { Check, Reported } from '../check.ts';

/** Columns whose values belong to one tenant: the tenant's own, and keys that refer to its rows. */
const isOwned = ({ tenancy }: Facts, t: Relation, { columns }: Index): boolean => {
  const ownership = tenancy.table(t)?.ownership;
  const owned = ownership?.kind === 'tenant' || ownership?.kind === 'via' ? ownership.column : undefined;
  return owned !== undefined && columns.includes(owned);
};

/** Tenants themselves have names that all may see, such as a subdomain: one row is one tenant. */
const isRoot = ({ tenancy }: Facts, t: Relation): boolean => {
  const ownership = tenancy.table(t)?.ownership;
  return ownership?.kind === 'tenant' && t.indexes.some((i) => i.unique && i.columns.length === 1 && i.columns[0] === ownership.column);
};

const isWritten = (facts: Facts, t: Relation): boolean => actingWhere(facts, (role) => facts.database.reaches(role, 'insert', t) || facts.database.reaches(role, 'update', t)).length > 0;

export default {
  id: 'crossing-unique-key',
  title: 'A unique key tells what other tenants have',
  severity: 'warning',
  threat: 'injection',
  mechanisms: [79],
  run: (facts) =>
    tenantTables(facts)
      .filter((t) => isWritten(facts, t))
      .flatMap((t) =>
        t.indexes
          .filter((i) => i.unique && !i.inherited && !isOwned(facts, t, i) && !isSurrogate(t, i))
          .map((i): Reported => ({
            ...(isRoot(facts, t) && { severity: 'info' }),
            object: { kind: 'index', schema: t.schema, name: i.name },
            message: `a tenant that writes ${t.name} learns which values other tenants have, and is kept from having them too`,
            why: `the unique key (${i.columns.map((c) => c ?? 'an expression').join(', ')}) of ${keyOf(t)} holds over all tenants`,
          })),
      ),
} satisfies Check;
