import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase } from '../node.ts';

/** `function(…) AS alias (columns)`, `ROWS FROM (…)`, JSON_TABLE, XMLTABLE: rows computed from the arguments. Always lateral. */
export interface FunctionRelation extends NodeBase<'function'> {
  readonly calls: readonly Expr[];
  readonly alias?: string | undefined;
  readonly columnAliases?: readonly string[] | undefined;
}
export const functionRelation = factory<FunctionRelation>('function');
