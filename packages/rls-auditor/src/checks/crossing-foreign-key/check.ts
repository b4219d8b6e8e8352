import type { Constraint, Relation } from '../../catalog/snapshot.ts';
import { keyOf } from '../../facts/database.ts';
import { type Facts, tenantTables } from '../../facts/facts.ts';
import type { Check, Reported } from '../check.ts';

/** Whether the key itself keeps both rows in one tenant: it pairs the tenant columns, or is what says whose the row is. */
const isBound = ({ tenancy }: Facts, t: Relation, target: Relation, key: Constraint): boolean => {
  const own = tenancy.table(t)?.ownership;
  if (own?.kind === 'via' && key.columns.length === 1 && key.columns[0] === own.column) return true;
  const [from, to] = [tenancy.tenantColumn(t), tenancy.tenantColumn(target)];
  return key.columns.some((c, i) => from !== undefined && c === from && key.targetColumns[i] === to);
};

const acting = new Set(['cascade', 'set null', 'set default']);

const report = (t: Relation, target: Relation, key: Constraint): Reported => {
  const actions = [key.onDelete, key.onUpdate].filter((a): a is string => a !== null && acting.has(a));
  const object = { kind: 'constraint', schema: t.schema, name: key.name } as const;
  const why = `${keyOf(t)} (${key.columns.join(', ')}) refers to ${keyOf(target)} without the tenant column, and foreign keys are checked past every policy`;
  if (actions.length > 0) return { severity: 'error', object, message: `a tenant that changes a row of ${target.name} changes rows of ${t.name} that other tenants own (${[...new Set(actions)].join(', ')})`, why };
  return { object, message: `a row of ${t.name} can refer to another tenant's row of ${target.name}, and an attempt tells whether that exists`, why };
};

export default {
  id: 'crossing-foreign-key',
  title: 'A foreign key can cross the border between tenants',
  severity: 'warning',
  threat: 'bug',
  mechanisms: [77, 78],
  run: (facts) => {
    const tables = new Map(tenantTables(facts).map((t) => [keyOf(t), t]));
    return [...tables.values()].flatMap((t) =>
      t.constraints.flatMap((key): readonly Reported[] => {
        const target = key.kind === 'foreign key' && !key.inherited && key.target ? tables.get(keyOf(key.target)) : undefined;
        return target && !isBound(facts, t, target, key) ? [report(t, target, key)] : [];
      }),
    );
  },
} satisfies Check;
