import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase } from '../node.ts';
import type { Relation } from './relation.ts';

/** A join. CROSS JOIN is `inner` without a condition. */
export interface JoinRelation extends NodeBase<'join'> {
  readonly type: 'inner' | 'left' | 'right' | 'full';
  readonly left: Relation;
  readonly right: Relation;
  readonly on?: Expr | undefined;
  readonly using?: readonly string[] | undefined;
  readonly natural: boolean;
  readonly alias?: string | undefined;
}
export const join = factory<JoinRelation>('join');
