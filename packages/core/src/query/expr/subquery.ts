import { factory, type NodeBase } from '../node.ts';
import type { Query } from '../statement/query.ts';
import type { Expr } from './expr.ts';

/**
 * A query used as an expression. `any` is `test op ANY (query)` (`IN` is `any` with `=`), `all` is `test op ALL (query)`
 * (`NOT IN` is `not` of `any`); `scalar` is a value, `array` is `ARRAY(query)`.
 */
export interface SubqueryExpr extends NodeBase<'subquery'> {
  readonly form: 'scalar' | 'exists' | 'any' | 'all' | 'array';
  readonly query: Query;
  readonly test?: Expr | undefined;
  readonly op?: string | undefined;
}
export const subquery = factory<SubqueryExpr>('subquery');
