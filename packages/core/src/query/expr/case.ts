import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

/** `CASE [operand] WHEN … THEN … ELSE … END`. */
export interface CaseExpr extends NodeBase<'case'> {
  readonly operand?: Expr | undefined;
  readonly whens: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise?: Expr | undefined;
}
export const caseWhen = factory<CaseExpr>('case');
