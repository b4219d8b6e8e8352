import { type DeleteQueryNode, FromNode, type OperationNode, type UsingNode } from 'kysely';
import { refusal } from '../error.ts';
import { asNodes, byHandler, copyNode, only, readOnce, type Shape } from './fields.ts';
import { fromItems, scopeRelations } from './from.ts';
import { whereOf } from './guard.ts';
import { parts } from './parts.ts';
import { targetOf } from './relation.ts';
import { visitWhere } from './select.ts';
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

const usingItems = (value: unknown): readonly OperationNode[] => (value === undefined ? [] : asNodes(readOnce<UsingNode>(value, 'UsingNode', parts.UsingNode).tables));

export const scopeDelete = (value: OperationNode, outer: Scope): DeleteQueryNode => {
  const own = readOnce<DeleteQueryNode>(value, 'DeleteQueryNode', deleteShape);
  const { scope, ...withNode } = scopeWith(own.with, outer);
  const [from, ...more] = fromItems(own.from);
  if (!from || more.length > 0) throw refusal('UNSUPPORTED', 'a delete from several tables at once is refused');
  const target = targetOf(from, 'a delete', scope);
  const using = usingItems(own.using);
  if (own.joins !== undefined && using.length === 0) throw refusal('UNSUPPORTED', 'a delete that joins its own target is refused; use using()', { table: target.table.name });
  const { froms, joins, guards } = scopeRelations(using, own.joins === undefined ? [] : asNodes(own.joins), scope);
  return {
    ...(copyNode(own, 'DeleteQueryNode', deleteShape, scope) as DeleteQueryNode),
    ...withNode,
    from: FromNode.create([target.node]),
    ...(froms.length > 0 && { using: { kind: 'UsingNode', tables: froms } as unknown as UsingNode }),
    ...(joins.length > 0 && { joins }),
    ...whereOf([target.guard, ...guards], visitWhere(own.where, scope)),
  };
};
