import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** Conjunction; no arguments is TRUE. */
export interface AndExpr extends NodeBase<'and'> {
  readonly args: readonly Expr[];
}
export const and = factory<AndExpr>('and');

/** Disjunction; no arguments is FALSE. */
export interface OrExpr extends NodeBase<'or'> {
  readonly args: readonly Expr[];
}
export const or = factory<OrExpr>('or');

export interface NotExpr extends NodeBase<'not'> {
  readonly arg: Expr;
}
export const not = factory<NotExpr>('not');
