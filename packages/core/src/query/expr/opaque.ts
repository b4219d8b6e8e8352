import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/**
 * Something that could not be read. It may say anything, so a query that holds one is at best `unproven`.
 * `rule` is the id of the rule that reports it, `cause` one sentence for people.
 */
export interface OpaqueExpr extends NodeBase<'opaque'> {
  readonly rule: string;
  readonly cause: string;
  readonly args: readonly Expr[];
}
export const opaque = factory<OpaqueExpr>('opaque');
