import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase } from '../node.ts';
import type { Relation } from '../relation/relation.ts';
import type { TableRelation } from '../relation/table.ts';
import type { Assignment } from './insert.ts';
import type { SelectItem } from './query.ts';
import type { With } from './with.ts';

/** UPDATE … SET … FROM … WHERE …; the target is cross-joined with `from`. */
export interface UpdateStatement extends NodeBase<'update'> {
  readonly with?: With | undefined;
  readonly target: TableRelation;
  readonly set: readonly Assignment[];
  readonly from: readonly Relation[];
  readonly where?: Expr | undefined;
  readonly returning: readonly SelectItem[];
}
export const update = factory<UpdateStatement>('update');
