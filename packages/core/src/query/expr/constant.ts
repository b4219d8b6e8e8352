import { factory, type NodeBase } from '../node.ts';

/** A literal. Numbers too large for a double stay strings; `null` is SQL NULL. */
export interface ConstantExpr extends NodeBase<'constant'> {
  readonly value: string | number | boolean | null;
}
export const constant = factory<ConstantExpr>('constant');

/** Whether an expression is the literal NULL. */
export const isNull = (e: NodeBase<string>): boolean => e.kind === 'constant' && (e as ConstantExpr).value === null;
