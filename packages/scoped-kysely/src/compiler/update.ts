import type { ListNode, OperationNode, UpdateQueryNode } from 'kysely';
import { refusal } from '../error.ts';
import { scopeAssignments } from './assignment.ts';
import { asNode, asNodes, byHandler, copyNode, only, readOnce, type Shape } from './fields.ts';
import { parts } from './parts.ts';
import { fromItems, fromOf, scopeRelations } from './from.ts';
import { whereOf } from './guard.ts';
import { targetOf } from './relation.ts';
import { visitWhere } from './select.ts';
import { modifiers } from './shapes.ts';
import type { Scope } from './scope.ts';
import { scopeWith } from './with.ts';

export const updateShape: Shape = {
  table: byHandler,
  from: byHandler,
  joins: byHandler,
  where: byHandler,
  with: byHandler,
  updates: byHandler,
  returning: only('ReturningNode'),
  orderBy: only('OrderByNode'),
  limit: only('LimitNode'),
  endModifiers: modifiers,
};

const onlyTarget = (value: unknown): OperationNode => {
  const target = asNode(value);
  if (target.kind !== 'ListNode') return target;
  const items = asNodes(readOnce<ListNode>(target, 'ListNode', parts.ListNode).items);
  if (items.length !== 1 || !items[0]) throw refusal('UNSUPPORTED', 'an update of several tables at once is refused');
  return items[0];
};

export const scopeUpdate = (value: OperationNode, outer: Scope): UpdateQueryNode => {
  const own = readOnce<UpdateQueryNode>(value, 'UpdateQueryNode', updateShape);
  const { scope, ...withNode } = scopeWith(own.with, outer);
  const target = targetOf(onlyTarget(own.table), 'an update', scope);
  if (own.joins !== undefined && own.from === undefined) throw refusal('UNSUPPORTED', 'an update that joins its own target is refused; use from()', { table: target.table.name });
  const { froms, joins, guards } = scopeRelations(fromItems(own.from), own.joins === undefined ? [] : asNodes(own.joins), scope);
  const assignments = scopeAssignments(own.updates ?? [], target.table, scope);
  return {
    ...(copyNode(own, 'UpdateQueryNode', updateShape, scope) as UpdateQueryNode),
    ...withNode,
    table: target.node,
    updates: assignments.updates,
    ...fromOf(froms),
    ...(joins.length > 0 && { joins }),
    ...whereOf([target.guard, ...guards, ...assignments.guards], visitWhere(own.where, scope)),
  };
};
