import type { Expr, InsertStatement, MergeStatement, Query, Relation, UpdateStatement, DeleteStatement } from '@tenantscope/core';

/** Thrown for what no builder can say; `construct` names it. */
export class Inexpressible extends Error {
  readonly construct: string;

  constructor(construct: string) {
    super(`Kysely has no builder for ${construct}`);
    this.construct = construct;
  }
}

export type Written = Query | InsertStatement | UpdateStatement | DeleteStatement | MergeStatement;

/** What the families of nodes need of one another while one program is written. */
export interface Writer {
  /** Picks one of `count` ways to say the same. */
  readonly choose: (count: number) => number;
  /** The variable that holds a parameter. */
  readonly variable: (key: string) => string;
  /** Code of an object that is an expression. */
  readonly expression: (e: Expr) => string;
  /** An expression as raw text. */
  readonly fragment: (e: Expr) => string;
  /** A query for use in another: correlated ones hang on `eb`. */
  readonly query: (q: Query) => string;
  /** A statement on a handle. */
  readonly statement: (s: Written) => string;
  /** The argument of `from`, `using` and the joins. */
  readonly source: (r: Relation) => string;
}
