import type { DeleteQueryNode, OperationNode, UsingNode } from 'kysely';
import { refusal } from '../error.ts';
import { asList, byHandler, copyNode, fieldsOf, only, type Shape } from './fields.ts';
import { fromItems, fromOf, scopeRelations } from './from.ts';
import { whereOf } from './guard.ts';
import { targetOf } from './relation.ts';
import { type Own, visitWhere } from './select.ts';
import { modifiers } from './shapes.ts';
import type { Scope } from './scope.ts';
import { scopeWith } from './with.ts';

export const deleteShape: Shape = {
  from: byHandler,
  using: byHandler,
  joins: byHandler,
  where: byHandler,
  with: byHandler,
  returning: only('ReturningNode'),
  orderBy: only('OrderByNode'),
  limit: only('LimitNode'),
  endModifiers: modifiers,
};

const usingItems = (value: unknown): readonly unknown[] => (value === undefined ? [] : asList(fieldsOf(value, 'UsingNode')['tables']));

export const scopeDelete = (node: OperationNode, outer: Scope): OperationNode => {
  const { with: list, scope } = scopeWith((node as DeleteQueryNode).with, outer);
  const own: Own<DeleteQueryNode> = copyNode<DeleteQueryNode>(node, 'DeleteQueryNode', deleteShape, scope);
  const [from, ...more] = fromItems(own.from);
  if (from === undefined || more.length > 0) throw refusal('UNSUPPORTED', 'a delete from several tables at once is refused');
  const target = targetOf(from, 'a delete', scope);
  const using = usingItems(own.using);
  if (own.joins !== undefined && using.length === 0) throw refusal('UNSUPPORTED', 'a delete that joins its own target is refused; use using()', { table: target.table.name });
  const { froms, joins, guards } = scopeRelations(using, own.joins === undefined ? [] : asList(own.joins), scope);
  own.with = list;
  own.from = fromOf([target.node]);
  own.using = froms.length > 0 ? ({ kind: 'UsingNode', tables: froms } as unknown as UsingNode) : undefined;
  own.joins = joins.length > 0 ? joins : undefined;
  own.where = whereOf([target.guard, ...guards], visitWhere(own.where, scope));
  return own;
};
