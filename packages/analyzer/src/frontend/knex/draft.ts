import type { Span } from '@tenantscope/core';
import type { Parts } from './parts.ts';

type Word = 'and' | 'or';

/** A condition of WHERE, HAVING or ON with the word before it. */
export interface Clause {
  readonly bool: Word;
  readonly parts: Parts;
  /** It may be missing, or stand there several times. */
  readonly optional?: boolean | undefined;
  /** What it says, values by how far they are trusted. */
  readonly print: string;
  readonly at: Span;
}

export interface Join {
  /** `inner`, `left` …; undefined for text of its own. */
  readonly type?: string | undefined;
  readonly table: Parts;
  readonly clauses: readonly Clause[];
  readonly using?: Parts | undefined;
  /** The columns that a DELETE compares, which takes nothing else from a join. */
  readonly pairs: readonly Parts[] | undefined;
}

export interface Column {
  readonly parts: Parts;
  readonly kind: 'columns' | 'distinct' | 'distinct on' | 'analytic';
}

interface Union {
  readonly clause: string;
  readonly parts: Parts;
  readonly wrap: boolean;
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Parts[])[];
}
/** `nothing`: an empty list, for which nothing is sent. */
export type Insert = Rows | { readonly parts: Parts } | 'defaults' | 'nothing';

export interface Assignment {
  readonly column: string;
  readonly parts: Parts;
}

interface Conflict {
  readonly target: Parts;
  readonly merge?: readonly string[] | readonly Assignment[] | 'inserted' | undefined;
}

export type Method = 'select' | 'first' | 'pluck' | 'insert' | 'update' | 'del' | 'truncate' | 'columnInfo';

/** What a Knex query builder holds. */
export interface Draft {
  readonly method: Method;
  readonly ctes: readonly { readonly parts: Parts; readonly recursive: boolean }[];
  readonly columns: readonly Column[];
  readonly joins: readonly Join[];
  readonly where: readonly Clause[];
  readonly unions: readonly Union[];
  readonly groups: readonly Parts[];
  readonly having: readonly Clause[];
  readonly orders: readonly Parts[];
  readonly limit?: Parts | undefined;
  readonly offset?: Parts | undefined;
  readonly lock?: Parts | undefined;
  readonly wait?: string | undefined;
  readonly schema?: string | undefined;
  /** A name that a schema goes before, or parts. */
  readonly table?: string | Parts | undefined;
  readonly only?: boolean | undefined;
  readonly alias?: string | undefined;
  readonly insert?: Insert | undefined;
  readonly update: readonly Assignment[];
  readonly counters: readonly Assignment[];
  readonly returning?: Parts | undefined;
  readonly conflict?: Conflict | undefined;
  readonly using?: Parts | undefined;
  readonly updateFrom?: Parts | undefined;
  /** Set for the object of a join's callback, whose conditions are in `where`. */
  readonly pairs?: readonly Parts[] | undefined;
  readonly joinType?: string | undefined;
  readonly joinUsing?: Parts | undefined;
  /** The flags that `or`, `not` and their like leave for the next call. */
  readonly bool: Word;
  readonly not: boolean;
  readonly problems: readonly { readonly rule: string; readonly cause: string }[];
}

export const emptyDraft: Draft = { method: 'select', ctes: [], columns: [], joins: [], where: [], unions: [], groups: [], having: [], orders: [], update: [], counters: [], bool: 'and', not: false, problems: [] };

export const withProblem = (draft: Draft, cause: string, rule = 'unproven-flow'): Draft =>
  draft.problems.some((p) => p.cause === cause) ? draft : { ...draft, problems: [...draft.problems, { rule, cause }] };
