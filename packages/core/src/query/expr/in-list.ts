import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** `operand [NOT] IN (item, …)`. An empty list (which builders can make) is FALSE, negated TRUE. */
export interface InListExpr extends NodeBase<'in-list'> {
  readonly operand: Expr;
  readonly items: readonly Expr[];
  readonly negated: boolean;
}
export const inList = factory<InListExpr>('in-list');
