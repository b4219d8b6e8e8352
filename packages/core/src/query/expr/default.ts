import { factory, type NodeBase } from '../node.ts';

/** `DEFAULT` as a value of INSERT or UPDATE. */
export interface DefaultExpr extends NodeBase<'default'> {
  /** What makes it one where the text does not say so: `customer.tenantId may be undefined`. */
  readonly cause?: string | undefined;
}
export const defaultValue = factory<DefaultExpr>('default');
