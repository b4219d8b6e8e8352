import type { Assignment, Cte, Expr, MergeWhen, OnConflict, Query, Relation, SelectItem, Span, TableRelation } from '@tenantscope/core';
import type { Operand } from './operand.ts';

export type BuilderKind = 'select' | 'insert' | 'update' | 'delete' | 'merge';

export interface SetOperation {
  readonly op: 'union' | 'intersect' | 'except';
  readonly all: boolean;
  readonly query: Query;
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Expr[])[];
}

/** A query under construction: what Kysely's operation node holds. */
export interface Draft {
  readonly kind: BuilderKind;
  readonly recursive: boolean;
  readonly ctes: readonly Cte[];
  readonly target?: TableRelation | undefined;
  /** FROM of SELECT and UPDATE, USING of DELETE; joins folded in. */
  readonly from: readonly Relation[];
  readonly where: readonly Operand[];
  readonly having: readonly Operand[];
  /** Select list, or RETURNING. */
  readonly items: readonly SelectItem[];
  readonly groupBy?: readonly Operand[] | undefined;
  readonly orderBy: readonly Expr[];
  readonly limit?: Expr | undefined;
  readonly offset?: Expr | undefined;
  readonly distinct: false | true | readonly Expr[];
  readonly locking: boolean;
  readonly sets: readonly SetOperation[];
  readonly assignments: readonly Assignment[];
  readonly columns?: readonly string[] | undefined;
  readonly source?: Query | 'defaults' | undefined;
  readonly conflict?: OnConflict | undefined;
  readonly mergeSource?: { readonly relation: Relation; readonly on: readonly Operand[] } | undefined;
  readonly whens: readonly MergeWhen[];
  /** What was not understood, one sentence each. */
  readonly problems: readonly { readonly rule: string; readonly cause: string }[];
  readonly at: Span;
}

export const emptyDraft = (kind: BuilderKind, at: Span): Draft => ({
  kind,
  recursive: false,
  ctes: [],
  from: [],
  where: [],
  having: [],
  items: [],
  orderBy: [],
  distinct: false,
  locking: false,
  sets: [],
  assignments: [],
  whens: [],
  problems: [],
  at,
});

export const withProblem = (draft: Draft, cause: string, rule = 'unproven-flow'): Draft =>
  draft.problems.some((p) => p.cause === cause) ? draft : { ...draft, problems: [...draft.problems, { rule, cause }] };
