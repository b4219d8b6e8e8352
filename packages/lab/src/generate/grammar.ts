import type { Expr, Query, Statement } from '@tenantscope/core';
import type { Column, Context, Type } from './scope.ts';

/** A query, or a write with RETURNING, and the columns its reader sees, by position. */
export interface Made<Body = Query> {
  readonly body: Body;
  readonly columns: readonly Column[];
}

export type WriteStatement = Extract<Statement, { kind: 'insert' | 'update' | 'delete' | 'merge' }>;

/** The parts of the grammar that need one another: a condition holds sub-queries, whose conditions hold more. */
export interface Grammar {
  readonly value: (context: Context, type: Type, size: number) => Expr;
  readonly predicate: (context: Context, size: number) => Expr;
  /** Any query; only the outermost may hold CTEs that write. */
  readonly query: (context: Context, outermost?: boolean) => Made;
  /** A query of one column of a type, or of a column nobody reads. */
  readonly subquery: (context: Context, type: Type | 'any') => Query;
  readonly write: (context: Context) => Made<WriteStatement>;
}
