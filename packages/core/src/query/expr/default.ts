import { factory, type NodeBase } from '../node.ts';

/** `DEFAULT` as a value of INSERT or UPDATE. */
export type DefaultExpr = NodeBase<'default'>;
export const defaultValue = factory<DefaultExpr>('default');
