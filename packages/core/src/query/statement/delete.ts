import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase } from '../node.ts';
import type { Relation } from '../relation/relation.ts';
import type { TableRelation } from '../relation/table.ts';
import type { SelectItem } from './query.ts';
import type { With } from './with.ts';

/** DELETE FROM … USING … WHERE …; the target is cross-joined with `using`. */
export interface DeleteStatement extends NodeBase<'delete'> {
  readonly with?: With | undefined;
  readonly target: TableRelation;
  readonly using: readonly Relation[];
  readonly where?: Expr | undefined;
  readonly returning: readonly SelectItem[];
}
export const deleteFrom = factory<DeleteStatement>('delete');
