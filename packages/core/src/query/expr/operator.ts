import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** Any other pure combination of values (`+`, `||`, `->>`, subscripts, COLLATE, field selection …): deterministic, reads no table. */
export interface OperatorExpr extends NodeBase<'operator'> {
  readonly op: string;
  readonly args: readonly Expr[];
}
export const operator = factory<OperatorExpr>('operator');
