import type { OperationNode, UpdateQueryNode } from 'kysely';
import { refusal } from '../error.ts';
import { scopeAssignments } from './assignment.ts';
import { asList, byHandler, copyNode, fieldsOf, kindOf, only, type Shape } from './fields.ts';
import { fromItems, fromOf, scopeRelations } from './from.ts';
import { whereOf } from './guard.ts';
import { targetOf } from './relation.ts';
import { type Own, visitWhere } from './select.ts';
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

const onlyTarget = (value: unknown): unknown => {
  if (kindOf(value) !== 'ListNode') return value;
  const items = asList(fieldsOf(value, 'ListNode')['items']);
  if (items.length !== 1) throw refusal('UNSUPPORTED', 'an update of several tables at once is refused');
  return items[0];
};

export const scopeUpdate = (node: OperationNode, outer: Scope): OperationNode => {
  const { with: list, scope } = scopeWith((node as UpdateQueryNode).with, outer);
  const own: Own<UpdateQueryNode> = copyNode<UpdateQueryNode>(node, 'UpdateQueryNode', updateShape, scope);
  const target = targetOf(onlyTarget(own.table), 'an update', scope);
  if (own.joins !== undefined && own.from === undefined) throw refusal('UNSUPPORTED', 'an update that joins its own target is refused; use from()', { table: target.table.name });
  const { froms, joins, guards } = scopeRelations(fromItems(own.from), own.joins === undefined ? [] : asList(own.joins), scope);
  const assignments = scopeAssignments(own.updates ?? [], target.table, scope);
  own.with = list;
  own.table = target.node;
  own.updates = assignments.updates;
  own.from = fromOf(froms);
  own.joins = joins.length > 0 ? joins : undefined;
  own.where = whereOf([target.guard, ...guards, ...assignments.guards], visitWhere(own.where, scope));
  return own;
};
