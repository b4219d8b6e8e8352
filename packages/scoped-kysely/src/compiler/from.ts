import { FromNode, type JoinNode, type JoinType, OnNode, type OperationNode } from 'kysely';
import { refusal } from '../error.ts';
import { asNode, asNodes, node, readOnce } from './fields.ts';
import { conjunction } from './guard.ts';
import { parts } from './parts.ts';
import { type Relation, relationOf } from './relation.ts';
import type { Scope } from './scope.ts';

export interface Relations {
  readonly froms: readonly OperationNode[];
  readonly joins: readonly JoinNode[];
  /** For WHERE. */
  readonly guards: readonly OperationNode[];
}

/** Where the guard of a joined table stands. `derived`: the other side's rows survive without a match, so ON and WHERE are both wrong. */
const placement: { readonly [T in JoinType]?: 'where' | 'on' | 'derived' } = {
  InnerJoin: 'where',
  CrossJoin: 'where',
  LateralInnerJoin: 'where',
  LateralCrossJoin: 'where',
  LeftJoin: 'on',
  LateralLeftJoin: 'on',
  RightJoin: 'derived',
  FullJoin: 'derived',
};

const readJoin = (value: OperationNode): JoinNode => readOnce<JoinNode>(value, 'JoinNode', parts.JoinNode);

export const visitOn = (on: unknown, scope: Scope): OperationNode => {
  const { on: condition } = readOnce<OnNode>(on, 'OnNode', { on: node });
  return scope.visit(asNode(condition), scope);
};

/** The list is joined from the left, so one RIGHT or FULL JOIN makes every table before it nullable. */
export const scopeRelations = (froms: readonly OperationNode[], joins: readonly OperationNode[], scope: Scope): Relations => {
  const read = joins.map(readJoin);
  const derive = read.some((join) => placement[join.joinType] === 'derived');
  const guards: OperationNode[] = [];

  const inWhere = (relation: Relation): OperationNode => {
    if (derive) return relation.derived();
    if (relation.guard) guards.push(relation.guard);
    return relation.node;
  };

  const scopeJoin = (join: JoinNode): JoinNode => {
    const place = placement[join.joinType];
    if (place === undefined) throw refusal('UNSUPPORTED', `${join.joinType} is refused: where its tenant condition belongs is not known`);
    const relation = relationOf(join.table, scope);
    const user = join.on && visitOn(join.on, scope);
    const guard = place === 'on' && !derive ? relation.guard : undefined;
    const table = guard ? relation.node : inWhere(relation);
    const on = guard ? conjunction([guard], user) : user && conjunction([], user.kind === 'RawNode' ? { kind: 'ParensNode', node: user } as OperationNode : user);
    return { kind: 'JoinNode', joinType: join.joinType, table, ...(on && { on: OnNode.create(on) }) };
  };

  return { froms: froms.map((from) => inWhere(relationOf(from, scope))), joins: read.map(scopeJoin), guards };
};

/** The items of a FROM node. */
export const fromItems = (value: unknown): readonly OperationNode[] => (value === undefined ? [] : asNodes(readOnce<FromNode>(value, 'FromNode', parts.FromNode).froms));

export const fromOf = (froms: readonly OperationNode[]): { readonly from?: FromNode } => (froms.length > 0 ? { from: FromNode.create(froms) } : {});
