import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** `(a, b)` or `ROW(a, b)`. */
export interface RowExpr extends NodeBase<'row'> {
  readonly items: readonly Expr[];
}
export const row = factory<RowExpr>('row');

/** `ARRAY[a, b]`. */
export interface ArrayExpr extends NodeBase<'array'> {
  readonly items: readonly Expr[];
}
export const array = factory<ArrayExpr>('array');
