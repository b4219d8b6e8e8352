import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase, type Span } from '../node.ts';
import type { Relation } from '../relation/relation.ts';
import type { TableRelation } from '../relation/table.ts';
import type { Assignment } from './insert.ts';
import type { SelectItem } from './query.ts';
import type { With } from './with.ts';

export type MergeAction =
  | { readonly do: 'nothing' }
  | { readonly do: 'delete' }
  | { readonly do: 'update'; readonly set: readonly Assignment[] }
  /** `columns` undefined: all in table order. `values` undefined: DEFAULT VALUES. */
  | {
      readonly do: 'insert';
      readonly columns?: readonly string[] | undefined;
      readonly values?: readonly Expr[] | undefined;
    };

/** `WHEN …`: `matched`, `not-matched` (by target: a source row without target) or `not-matched-by-source`. */
export interface MergeWhen {
  readonly match: 'matched' | 'not-matched' | 'not-matched-by-source';
  readonly condition?: Expr | undefined;
  readonly action: MergeAction;
  readonly at?: Span | undefined;
}

export interface MergeStatement extends NodeBase<'merge'> {
  readonly with?: With | undefined;
  readonly target: TableRelation;
  readonly source: Relation;
  readonly on: Expr;
  readonly whens: readonly MergeWhen[];
  readonly returning: readonly SelectItem[];
}
export const merge = factory<MergeStatement>('merge');
