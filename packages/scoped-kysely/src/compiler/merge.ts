import {
  AndNode,
  type InsertQueryNode,
  type JoinNode,
  type MatchedNode,
  type MergeQueryNode,
  OnNode,
  type OperationNode,
  ParensNode,
  type UpdateQueryNode,
  type WhenNode,
} from 'kysely';
import { refusal } from '../error.ts';
import { scopeAssignments } from './assignment.ts';
import { asNode, asNodes, byHandler, copyNode, flag, only, readOnce, type Shape } from './fields.ts';
import { visitOn } from './from.ts';
import { conjunction } from './guard.ts';
import { scopeRows } from './insert.ts';
import { parts } from './parts.ts';
import { rawMergeAction } from './raw.ts';
import { type Relation, relationOf, targetOf } from './relation.ts';
import type { Own } from './select.ts';
import { condition as conditionOf, modifiers } from './shapes.ts';
import type { TableFacts } from './registry.ts';
import type { Scope } from './scope.ts';
import { scopeWith } from './with.ts';

export const mergeShape: Shape = { into: byHandler, using: byHandler, whens: byHandler, with: byHandler, returning: only('ReturningNode'), endModifiers: modifiers };

type Target = Relation & { readonly table: TableFacts };

interface When {
  readonly matched: MatchedNode;
  readonly condition: OperationNode | undefined;
}

/** `matched`, or `matched and (condition)`. */
const readWhen = (value: OperationNode, scope: Scope): When => {
  const matchedNode = (candidate: OperationNode): MatchedNode => {
    const own = readOnce<MatchedNode>(candidate, 'MatchedNode', parts.MatchedNode);
    return { kind: 'MatchedNode', not: flag(own.not, scope) as boolean, bySource: flag(own.bySource, scope) as boolean };
  };
  if (value.kind !== 'AndNode') return { matched: matchedNode(value), condition: undefined };
  const { left, right } = readOnce<AndNode>(value, 'AndNode', { left: byHandler, right: byHandler });
  const first = asNode(left);
  if (first.kind !== 'AndNode') return { matched: matchedNode(first), condition: conditionOf(right, scope) };
  const inner = readWhen(first, scope);
  return { matched: inner.matched, condition: conjunction([inner.condition && ParensNode.create(inner.condition)], conditionOf(right, scope)) };
};

const insertShape: Shape = { columns: byHandler, values: byHandler, defaultValues: byHandler };

const actionOf = (value: OperationNode, target: Target, scope: Scope): { readonly result: OperationNode; readonly guards: readonly OperationNode[] } => {
  const { table } = target;
  if (value.kind === 'RawNode') return { result: rawMergeAction(value, scope), guards: [] };
  if (value.kind === 'InsertQueryNode') {
    const own = readOnce<InsertQueryNode>(value, 'InsertQueryNode', insertShape);
    return { result: { kind: 'InsertQueryNode', ...scopeRows(own, table, scope) }, guards: [] };
  }
  const { updates, guards } = scopeAssignments(readOnce<UpdateQueryNode>(value, 'UpdateQueryNode', { updates: byHandler }).updates, table, scope);
  return { result: { kind: 'UpdateQueryNode', updates } as UpdateQueryNode, guards };
};

/** Every WHEN that touches a row of the target says again whose row it is; NOT MATCHED BY SOURCE has no other guard. */
const scopeWhen = (value: OperationNode, target: Target, scope: Scope): WhenNode => {
  const own = readOnce<WhenNode>(value, 'WhenNode', { condition: byHandler, result: byHandler });
  const { matched, condition } = readWhen(asNode(own.condition), scope);
  const { result, guards } = actionOf(asNode(own.result), target, scope);
  const touchesTarget = !matched.not || matched.bySource;
  const all = conjunction([...(touchesTarget ? [target.guard] : []), ...guards], condition && ParensNode.create(condition));
  return { kind: 'WhenNode', condition: all ? AndNode.create(matched, all) : matched, result };
};

const scopeUsing = (value: unknown, target: Target, scope: Scope): JoinNode => {
  const own = readOnce<JoinNode>(value, 'JoinNode', parts.JoinNode);
  if (own.joinType !== 'Using' || !own.on) throw refusal('UNSUPPORTED', 'a merge takes its source from using()', { table: target.table.name });
  const on = conjunction([target.guard], visitOn(own.on, scope));
  return { kind: 'JoinNode', joinType: 'Using', table: relationOf(own.table, scope).derived(), ...(on && { on: OnNode.create(on) }) };
};

export const scopeMerge = (node: OperationNode, outer: Scope): OperationNode => {
  const { with: list, scope } = scopeWith((node as MergeQueryNode).with, outer);
  const own: Own<MergeQueryNode> = copyNode<MergeQueryNode>(node, 'MergeQueryNode', mergeShape, scope);
  const target = targetOf(own.into, 'a merge', scope);
  own.with = list;
  own.into = target.node as MergeQueryNode['into'];
  own.using = scopeUsing(own.using, target, scope);
  own.whens = asNodes(own.whens ?? []).map((when) => scopeWhen(when, target, scope));
  return own;
};
