import { FromNode, type JoinNode, type JoinType, OnNode, type OperationNode } from 'kysely';
import { refusal } from '../error.ts';
import { asNodes, readOnce } from './fields.ts';
import { conjunction } from './guard.ts';
import { parts } from './parts.ts';
import { type Relation, relationOf } from './relation.ts';
import type { Scope } from './scope.ts';
import { condition } from './shapes.ts';

export interface Relations {
  readonly froms: readonly OperationNode[];
  readonly joins: readonly JoinNode[];
  /** For WHERE. */
  readonly guards: readonly OperationNode[];
}

type Placement = 'where' | 'on' | 'derived';

/** Where the guard of a joined table stands. `derived`: the other side's rows survive without a match, so ON and WHERE are both wrong. */
const placements: { readonly [T in JoinType]?: Placement } = {
  InnerJoin: 'where',
  CrossJoin: 'where',
  LateralInnerJoin: 'where',
  LateralCrossJoin: 'where',
  LeftJoin: 'on',
  LateralLeftJoin: 'on',
  RightJoin: 'derived',
  FullJoin: 'derived',
};

const readJoin = (value: OperationNode): { readonly join: JoinNode; readonly place: Placement } => {
  const join = readOnce<JoinNode>(value, 'JoinNode', parts.JoinNode);
  // Anything else may spell itself differently when it is printed.
  const joinType: unknown = join.joinType;
  const place = typeof joinType === 'string' && Object.hasOwn(placements, joinType) ? placements[join.joinType] : undefined;
  if (place === undefined) throw refusal('UNSUPPORTED', `${typeof joinType === 'string' ? joinType : typeof joinType} is refused: where its tenant condition belongs is not known`);
  return { join, place };
};

export const visitOn = (on: unknown, scope: Scope): OperationNode => condition(readOnce<OnNode>(on, 'OnNode', parts.OnNode).on, scope);

/** The list is joined from the left, so one RIGHT or FULL JOIN makes every table before it nullable. */
export const scopeRelations = (froms: readonly OperationNode[], joins: readonly OperationNode[], scope: Scope): Relations => {
  const read = joins.map(readJoin);
  const derive = read.some(({ place }) => place === 'derived');
  const guards: OperationNode[] = [];

  const inWhere = (relation: Relation): OperationNode => {
    if (derive) return relation.derived();
    if (relation.guard) guards.push(relation.guard);
    return relation.node;
  };

  const scopeJoin = ({ join, place }: (typeof read)[number]): JoinNode => {
    const relation = relationOf(join.table, scope);
    const user = join.on && visitOn(join.on, scope);
    const guard = place === 'on' && !derive ? relation.guard : undefined;
    const table = guard ? relation.node : inWhere(relation);
    const on = conjunction([guard], user);
    return { kind: 'JoinNode', joinType: join.joinType, table, ...(on && { on: OnNode.create(on) }) };
  };

  return { froms: froms.map((from) => inWhere(relationOf(from, scope))), joins: read.map(scopeJoin), guards };
};

/** The items of a FROM node. */
export const fromItems = (value: unknown): readonly OperationNode[] => (value === undefined ? [] : asNodes(readOnce<FromNode>(value, 'FromNode', parts.FromNode).froms));

export const fromOf = (froms: readonly OperationNode[]): { readonly from?: FromNode } => (froms.length > 0 ? { from: FromNode.create(froms) } : {});
