import { factory, type NodeBase } from '../node.ts';

/** A column reference: `tenant_id`, `o.tenant_id`, `public.orders.tenant_id`. The last part is the column. */
export interface ColumnExpr extends NodeBase<'column'> {
  readonly path: readonly string[];
}
export const column = factory<ColumnExpr>('column');
