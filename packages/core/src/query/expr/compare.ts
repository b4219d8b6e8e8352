import { factory, type NodeBase } from '../node.ts';
import type { Expr } from './expr.ts';

export type Quantifier = 'any' | 'all';

/**
 * `left op right`. `op` is PostgreSQL's operator name (`=`, `<>`, `<`, `~~` …) or `is distinct from` /
 * `is not distinct from`. With a quantifier the right side is an array: `t = ANY($1)`.
 * Sub-queries on the right are a {@link SubqueryExpr}. A schema-qualified operator outside pg_catalog is an {@link OperatorExpr}.
 */
export interface CompareExpr extends NodeBase<'compare'> {
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
  readonly quantifier?: Quantifier | undefined;
}
export const compare = factory<CompareExpr>('compare');
