import type { OperationNode, SelectQueryNode, WhereNode } from 'kysely';
import { asNodes, byHandler, copyNode, expressions, listOf, only, readOnce, type Shape } from './fields.ts';
import { fromItems, fromOf, scopeRelations } from './from.ts';
import { whereOf } from './guard.ts';
import { condition, modifiers, selections } from './shapes.ts';
import type { Scope } from './scope.ts';
import { scopeWith } from './with.ts';

export const selectShape: Shape = {
  from: byHandler,
  joins: byHandler,
  where: byHandler,
  with: byHandler,
  selections,
  distinctOn: expressions,
  groupBy: only('GroupByNode'),
  orderBy: only('OrderByNode'),
  frontModifiers: modifiers,
  endModifiers: modifiers,
  limit: only('LimitNode'),
  offset: only('OffsetNode'),
  having: only('HavingNode'),
  setOperations: listOf(only('SetOperationNode')),
  fetch: only('FetchNode'),
};

/** The condition of a WHERE node, scoped. */
export const visitWhere = (value: unknown, scope: Scope): OperationNode | undefined =>
  value === undefined ? undefined : condition(readOnce<WhereNode>(value, 'WhereNode', { where: byHandler }).where, scope);

/** Every table of the query's own level gets its guard; sub-queries are visited as levels of their own. */
export const scopeSelect = (value: OperationNode, outer: Scope): SelectQueryNode => {
  const own = readOnce<SelectQueryNode>(value, 'SelectQueryNode', selectShape);
  const { scope, ...withNode } = scopeWith(own.with, outer);
  const { froms, joins, guards } = scopeRelations(fromItems(own.from), own.joins === undefined ? [] : asNodes(own.joins), scope);
  return {
    ...(copyNode(own, 'SelectQueryNode', selectShape, scope) as SelectQueryNode),
    ...withNode,
    ...fromOf(froms),
    ...(joins.length > 0 && { joins }),
    ...whereOf(guards, visitWhere(own.where, scope)),
  };
};
