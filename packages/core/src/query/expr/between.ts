import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** `operand [NOT] BETWEEN [SYMMETRIC] low AND high`. */
export interface BetweenExpr extends NodeBase<'between'> {
  readonly operand: Expr;
  readonly low: Expr;
  readonly high: Expr;
  readonly negated: boolean;
}
export const between = factory<BetweenExpr>('between');
