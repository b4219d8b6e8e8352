import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase, type Span } from '../node.ts';
import type { TableRelation } from '../relation/table.ts';
import type { Query, SelectItem } from './query.ts';
import type { With } from './with.ts';

/** `SET column = value`. A multi-column SET from a sub-query has a `field` operator over the sub-query as value. */
export interface Assignment {
  readonly column: string;
  readonly value: Expr;
  readonly at?: Span | undefined;
}

/** ON CONFLICT. `target` undefined: none given; `columns`: those in which the rows in conflict agree; `opaque`: expressions only. */
export interface OnConflict {
  readonly target?:
    | { readonly kind: 'columns'; readonly columns: readonly string[] }
    | { readonly kind: 'constraint'; readonly name: string }
    | { readonly kind: 'opaque' }
    | undefined;
  /** `undefined`: DO NOTHING. */
  readonly update?: { readonly set: readonly Assignment[]; readonly where?: Expr | undefined } | undefined;
  readonly at?: Span | undefined;
}

/** INSERT. `columns` undefined: all columns in table order. `source` undefined: DEFAULT VALUES. */
export interface InsertStatement extends NodeBase<'insert'> {
  readonly with?: With | undefined;
  readonly target: TableRelation;
  readonly columns?: readonly string[] | undefined;
  readonly source?: Query | undefined;
  readonly onConflict?: OnConflict | undefined;
  readonly returning: readonly SelectItem[];
}
export const insert = factory<InsertStatement>('insert');
