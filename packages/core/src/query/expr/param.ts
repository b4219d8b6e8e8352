import { factory, type NodeBase } from '../node.ts';

/**
 * A value bound at run time. `key` names it within its statement (`$1`, or a key of the front end's own);
 * what is known about the value (trust, null) is not part of the query: the prover looks the key up.
 */
export interface ParamExpr extends NodeBase<'param'> {
  readonly key: string;
}
export const param = factory<ParamExpr>('param');
