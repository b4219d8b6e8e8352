import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** `arg IS [NOT] NULL | TRUE | FALSE | UNKNOWN`. */
export interface TestExpr extends NodeBase<'test'> {
  readonly test: 'null' | 'true' | 'false' | 'unknown';
  readonly negated: boolean;
  readonly arg: Expr;
}
export const test = factory<TestExpr>('test');
