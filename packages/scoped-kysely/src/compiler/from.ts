import type { FromNode, JoinNode, JoinType, OperationNode } from 'kysely';
import { refusal } from '../error.ts';
import { asList, fieldsOf } from './fields.ts';
import { conjunction } from './guard.ts';
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

interface Join {
  readonly joinType: JoinType;
  readonly place: Placement;
  readonly table: unknown;
  readonly on: unknown;
}

const readJoin = (value: unknown): Join => {
  const { joinType, table, on } = fieldsOf(value, 'JoinNode');
  // Anything but a text may spell itself differently when it is printed.
  const place = typeof joinType === 'string' && Object.hasOwn(placements, joinType) ? placements[joinType as JoinType] : undefined;
  if (place === undefined) throw refusal('UNSUPPORTED', `${typeof joinType === 'string' ? joinType : typeof joinType} is refused: where its tenant condition belongs is not known`);
  return { joinType: joinType as JoinType, place, table, on };
};

export const visitOn = (on: unknown, scope: Scope): OperationNode => condition(fieldsOf(on, 'OnNode')['on'], scope);

/** The list is joined from the left, so one RIGHT or FULL JOIN makes every table before it nullable. */
export const scopeRelations = (froms: readonly unknown[], joins: readonly unknown[], scope: Scope): Relations => {
  const read = joins.map(readJoin);
  const derive = read.some(({ place }) => place === 'derived');
  const guards: OperationNode[] = [];

  const inWhere = (relation: Relation): OperationNode => {
    if (derive) return relation.derived();
    if (relation.guard) guards.push(relation.guard);
    return relation.node;
  };

  const scopeJoin = ({ joinType, place, table: given, on: condition }: Join): JoinNode => {
    const relation = relationOf(given, scope);
    const user = condition === undefined ? undefined : visitOn(condition, scope);
    const guard = place === 'on' && !derive ? relation.guard : undefined;
    const table = guard ? relation.node : inWhere(relation);
    const on = conjunction([guard], user);
    return { kind: 'JoinNode', joinType, table, ...(on && { on: { kind: 'OnNode', on } }) };
  };

  return { froms: froms.map((from) => inWhere(relationOf(from, scope))), joins: read.map(scopeJoin), guards };
};

/** The items of a FROM node. */
export const fromItems = (value: unknown): readonly unknown[] => (value === undefined ? [] : asList(fieldsOf(value, 'FromNode')['froms']));

export const fromOf = (froms: readonly OperationNode[]): FromNode | undefined => (froms.length > 0 ? { kind: 'FromNode', froms } : undefined);
