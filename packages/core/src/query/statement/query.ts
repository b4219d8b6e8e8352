import type { Window } from '../expr/call.ts';
import type { Expr } from '../expr/expr.ts';
import { factory, type NodeBase } from '../node.ts';
import type { Relation } from '../relation/relation.ts';
import type { With } from './with.ts';

/** One output column, or `*` / `alias.*`. */
export type SelectItem =
  | { readonly star: false; readonly expr: Expr; readonly name?: string | undefined }
  | { readonly star: true; readonly qualifier?: readonly string[] | undefined };

/** Shared by every query: what is applied after its rows are made. */
export interface QueryTail {
  readonly with?: With | undefined;
  readonly orderBy: readonly Expr[];
  /** LIMIT or FETCH; `null` constant is no limit. */
  readonly limit?: Expr | undefined;
  readonly offset?: Expr | undefined;
  /** FOR UPDATE, FOR SHARE …: rows are locked before an outer query can filter them. */
  readonly locking: boolean;
}

/**
 * One query level. `groupBy` undefined: no GROUP BY clause. Each entry of `groupBy` is one grouping set
 * (a plain GROUP BY is a single set; ROLLUP and CUBE are expanded).
 */
export interface SelectQuery extends NodeBase<'select'>, QueryTail {
  readonly items: readonly SelectItem[];
  readonly distinct: false | true | readonly Expr[];
  readonly from: readonly Relation[];
  readonly where?: Expr | undefined;
  readonly groupBy?: readonly (readonly Expr[])[] | undefined;
  readonly having?: Expr | undefined;
  readonly windows: readonly { readonly name: string; readonly window: Window }[];
}
export const select = factory<SelectQuery>('select');

export interface SetQuery extends NodeBase<'set'>, QueryTail {
  readonly op: 'union' | 'intersect' | 'except';
  readonly all: boolean;
  readonly left: Query;
  readonly right: Query;
}
export const setOperation = factory<SetQuery>('set');

/** `VALUES (…), (…)`; its columns are column1, column2 … */
export interface ValuesQuery extends NodeBase<'values'>, QueryTail {
  readonly rows: readonly (readonly Expr[])[];
}
export const values = factory<ValuesQuery>('values');

export type Query = SelectQuery | SetQuery | ValuesQuery;
