import type { OperationNode, SelectQueryNode } from 'kysely';
import { asList, byHandler, copyNode, expressions, fieldsOf, listOf, only, type Shape } from './fields.ts';
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
export const visitWhere = (value: unknown, scope: Scope): OperationNode | undefined => (value === undefined ? undefined : condition(fieldsOf(value, 'WhereNode')['where'], scope));

/** A node of ours, before it is printed: its handler puts the scoped parts in the place of the given ones. */
export type Own<N> = { -readonly [F in keyof N]?: N[F] | undefined } & { readonly kind: string };

/** Every table of the query's own level gets its guard; sub-queries are visited as levels of their own. */
export const scopeSelect = (node: OperationNode, outer: Scope): OperationNode => {
  const { with: list, scope } = scopeWith((node as SelectQueryNode).with, outer);
  const own: Own<SelectQueryNode> = copyNode<SelectQueryNode>(node, 'SelectQueryNode', selectShape, scope);
  const { froms, joins, guards } = scopeRelations(fromItems(own.from), own.joins === undefined ? [] : asList(own.joins), scope);
  own.with = list;
  own.from = fromOf(froms);
  own.joins = joins.length > 0 ? joins : undefined;
  own.where = whereOf(guards, visitWhere(own.where, scope));
  return own;
};
