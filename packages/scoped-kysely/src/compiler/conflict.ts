import { ColumnNode, ListNode, type OnConflictNode, type OperationNode } from 'kysely';
import { columnName, scopeAssignments } from './assignment.ts';
import { expression, only, readOnce } from './fields.ts';
import { whereOf } from './guard.ts';
import { columnList } from './column-list.ts';
import { parts } from './parts.ts';
import type { TableFacts } from './registry.ts';
import type { Relation } from './relation.ts';
import { visitWhere } from './select.ts';
import type { Scope } from './scope.ts';

const constraint = only('IdentifierNode');

/** The tenant belongs to the key that a row conflicts by: `on conflict (sku)` becomes `on conflict (sku, tenant_id)`. */
const targetOf = (own: OnConflictNode, table: TableFacts, scope: Scope): Partial<OnConflictNode> => {
  const column = table.ownership.kind === 'tenant' && !table.ownership.root ? table.ownership.column : undefined;
  if (own.columns !== undefined) {
    const columns = columnList(own.columns, scope) as readonly ColumnNode[];
    const missing = column !== undefined && !columns.some((c) => columnName(c, scope) === column);
    return { columns: missing ? [...columns, ColumnNode.create(column)] : columns };
  }
  if (own.constraint !== undefined) return { constraint: constraint(own.constraint, scope) as NonNullable<OnConflictNode['constraint']> };
  if (own.indexExpression === undefined) return {};
  const indexed = expression(own.indexExpression, scope);
  return { indexExpression: column === undefined ? indexed : ListNode.create([indexed, ColumnNode.create(column)]) };
};

/** The row that is in the way may be anybody's, where the key does not hold the tenant: only the tenant's own is updated. */
export const scopeConflict = (value: OperationNode, target: Relation & { readonly table: TableFacts }, scope: Scope): OnConflictNode => {
  const own = readOnce<OnConflictNode>(value, 'OnConflictNode', parts.OnConflictNode);
  const indexWhere = visitWhere(own.indexWhere, scope);
  const kept = { kind: 'OnConflictNode', ...targetOf(own, target.table, scope), ...(indexWhere && { indexWhere: { kind: 'WhereNode', where: indexWhere } }) } as OnConflictNode;
  if (own.updates === undefined) return { ...kept, doNothing: true };
  const { updates, guards } = scopeAssignments(own.updates, target.table, scope);
  const where = whereOf([target.guard, ...guards], visitWhere(own.updateWhere, scope));
  return { ...kept, updates, ...(where && { updateWhere: where }) };
};
