import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** A window: `OVER (PARTITION BY … ORDER BY …)`; `name` refers to, or extends, a window of the WINDOW clause. */
export interface Window {
  readonly name?: string | undefined;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly Expr[];
  /** The offsets of `ROWS`, `RANGE` or `GROUPS BETWEEN … PRECEDING AND … FOLLOWING`. */
  readonly frame?: readonly Expr[] | undefined;
}

/** A function call. `coalesce`, `nullif`, `greatest` and `least` are calls too. `name` is lower case unless quoted; the last part is the function. */
export interface CallExpr extends NodeBase<'call'> {
  readonly name: readonly string[];
  readonly args: readonly Expr[];
  /** `count(*)`. */
  readonly star?: boolean | undefined;
  readonly distinct?: boolean | undefined;
  readonly orderBy?: readonly Expr[] | undefined;
  readonly filter?: Expr | undefined;
  readonly over?: Window | undefined;
}
export const call = factory<CallExpr>('call');
