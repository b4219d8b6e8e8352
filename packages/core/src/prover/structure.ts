import type { TableModel } from '../model/model.ts';
import type { Span } from '../query/node.ts';
import type { ProofStep, Refusal } from './proof.ts';

/** Why something is only possibly true: the rule that reports it and one clause for people. */
export interface Cause {
  readonly rule: string;
  readonly why: string;
  readonly at?: Span | undefined;
}

/**
 * A value that predicates speak of: a column of a bound relation, a parameter, a constant, the tenant itself.
 * Terms are compared by identity.
 */
export interface Term {
  readonly label: string;
  /** Depth of the query level whose row it belongs to; 0 for values that do not change from row to row. */
  readonly depth: number;
  /** Bindings that must not be NULL-extended for the term to be non-NULL. */
  readonly bindings: readonly Binding[];
  readonly source?: { readonly binding: Binding; readonly column: string } | undefined;
  /** Known of the value itself: it is the trusted tenant (`trust: true`), or possibly so (a cause). */
  readonly trust: true | Cause | undefined;
  /** Where a trusted or untrusted value comes from, for people. */
  readonly origin?: string | undefined;
  /** Chosen by somebody else (a request). */
  readonly untrusted?: boolean | undefined;
  /** Why equality with it is not identity, where the type of a derived column says so. */
  readonly inexact?: Cause | undefined;
  /** Proved non-NULL. */
  readonly nonNull: boolean;
  /** Of a sub-query that may find no row: what its value equals where it has one. */
  readonly whenPresent?: readonly Term[] | undefined;
}

/** What stands behind a name in FROM. */
type Source =
  | { readonly kind: 'table'; readonly table: TableModel }
  | { readonly kind: 'query'; readonly output: Output }
  /** Rows computed from values (a function); `terms` are its known columns. */
  | { readonly kind: 'rows'; readonly terms: ReadonlyMap<string, Term> }
  | { readonly kind: 'unread' };

/** A relation bound at a query level. */
export interface Binding {
  readonly id: number;
  readonly depth: number;
  /** Visible name. */
  readonly alias: string;
  /** Schema under which `schema.table.column` finds it; undefined when it has an alias. */
  readonly schema?: string | undefined;
  readonly source: Source;
  /** Column names, when all are known. */
  readonly columns?: readonly string[] | undefined;
  /** Visible name → the table's own name, where a column list renames. */
  readonly renames?: ReadonlyMap<string, string> | undefined;
  readonly at?: Span | undefined;
  /** The facts of its level; what is known of its columns is added here. */
  readonly facts: Edge[];
  /** Its column terms, made on first use. */
  readonly terms: Map<string, Term>;
}

/**
 * What a value may stand for. `tenant`: it is the trusted tenant. A table key: it identifies a row of that table
 * which belongs to the trusted tenant.
 */
export type Tag = string;
export const TENANT: Tag = '';

/** A term that should carry a tag. */
export interface State {
  readonly term: Term;
  readonly tag: Tag;
}

/** A join in the tree of one level. */
export interface JoinNode {
  readonly type: 'inner' | 'left' | 'right' | 'full';
  readonly left: ReadonlySet<Binding>;
  readonly right: ReadonlySet<Binding>;
  parent?: { readonly join: JoinNode; readonly side: 'left' | 'right' };
}

/** When a fact holds: always, when a join's condition was met, or when a binding is not NULL-extended. */
export type Guard = { readonly join: JoinNode } | { readonly binding: Binding } | undefined;

interface EdgeBase {
  readonly guard: Guard;
  /** Undefined: certain. Otherwise the fact only may hold. */
  readonly cause?: Cause | undefined;
  /** What the proof shows. */
  readonly says?: string | undefined;
  readonly at?: Span | undefined;
}

/** `a` and `b` are equal; with `strict`, both are also known to be non-NULL. */
interface EqualEdge extends EdgeBase {
  readonly kind: 'equal';
  readonly a: Term;
  readonly b: Term;
  readonly strict: boolean;
  /** Both sides are compared as they stand: equal values, not only equal tenants. */
  readonly bare?: boolean | undefined;
  /** Certain once one side is known not to be NULL. */
  readonly orNull?: boolean | undefined;
}

/** `a` and `b` are not the same value; with `strict`, both are known to be non-NULL. */
interface DiffersEdge extends EdgeBase {
  readonly kind: 'differs';
  readonly a: Term;
  readonly b: Term;
  readonly strict: boolean;
}

/** `a` is NULL, or is not. */
interface NullEdge extends EdgeBase {
  readonly kind: 'null';
  readonly a: Term;
  readonly negated: boolean;
}

/** `a` carries `tagA` if `b` carries `tagB`; with `strict`, `a` is also known to be non-NULL. */
interface ImpliesEdge extends EdgeBase {
  readonly kind: 'implies';
  readonly a: Term;
  readonly tagA: Tag | undefined;
  readonly b: Term;
  readonly tagB: Tag | undefined;
  readonly strict?: boolean | undefined;
}

/** `a` carries `tag`. */
interface TaggedEdge extends EdgeBase {
  readonly kind: 'tagged';
  readonly a: Term;
  readonly tag: Tag;
}

/** No row passes. */
interface NeverEdge extends EdgeBase {
  readonly kind: 'never';
}

/** One fact about the rows of a query level. */
export type Edge = EqualEdge | DiffersEdge | NullEdge | ImpliesEdge | TaggedEdge | NeverEdge;

/** One way in which an outer level can discharge an obligation of an inner one. */
export type Exit =
  /** The output column at this position carries the tag. */
  | { readonly kind: 'column'; readonly index: number; readonly tag: Tag; readonly cause?: Cause | undefined }
  /** The column of this name that `*` passes on from a relation of unknown columns. */
  | { readonly kind: 'named'; readonly name: string; readonly tag: Tag; readonly cause?: Cause | undefined }
  /** A term of an outer level (correlation) carries the tag. */
  | { readonly kind: 'outer'; readonly term: Term; readonly tag: Tag; readonly cause?: Cause | undefined };

/** What must be shown of one occurrence of a table. */
export interface Obligation {
  readonly table: string;
  readonly alias: string;
  /** What happens to the rows: `read`, or written by `update`, `delete`, `merge`, `upsert`. */
  readonly access: 'read' | 'update' | 'delete' | 'merge' | 'upsert';
  /** The column that must carry the tenant, for people: `o.tenant_id`. */
  readonly column: string;
  readonly at?: Span | undefined;
}

/** An obligation that its own level could not discharge. */
export interface Pending {
  readonly obligation: Obligation;
  readonly exits: readonly Exit[];
  /** It may be discharged already, by something that could not be proved. */
  readonly cause?: Cause | undefined;
  /** The rule that names what is missing, when it is more than a missing condition. */
  readonly rule?: string | undefined;
  /** Clauses for people, most telling first: why its own level did not discharge it. */
  readonly notes: readonly string[];
}

/** What is known of the values in one output column, for every row. */
export interface ColumnFacts {
  readonly tags: readonly { readonly tag: Tag; readonly cause?: Cause | undefined; readonly says: string }[];
  /** Equal to these terms of outer levels; where the value is `absent`, only when there is one. */
  readonly outer: readonly Term[];
  /** Positions of output columns that are equal to it. */
  readonly peers: readonly number[];
  /** Chosen by somebody else. */
  readonly untrusted?: string | undefined;
  /** Why equality with it is not identity. */
  readonly inexact?: Cause | undefined;
  /** The value of a sub-query, which may find no row. */
  readonly absent?: boolean | undefined;
  /** Never NULL, and of a type without parts. */
  readonly nonNull?: boolean | undefined;
}

export const noFacts: ColumnFacts = { tags: [], outer: [], peers: [] };

/** What a query passes to whoever reads its rows. */
export interface Output {
  /** Output column names by position; undefined where a column has no usable name. */
  readonly names: readonly (string | undefined)[];
  readonly facts: (index: number) => ColumnFacts;
  /** Facts of columns beyond `names`, for `*` over a relation of unknown columns; undefined: there are none. */
  readonly named?: ((name: string) => ColumnFacts) | undefined;
  readonly pending: readonly Pending[];
}

/** Rows of which nothing is known, and nothing is open. */
export const unknownOutput: Output = { names: [], facts: () => noFacts, named: () => noFacts, pending: [] };

/** A query seen from outside. */
export interface QueryResult {
  readonly output: Output;
  /** It has a row whatever the tables hold. */
  readonly always?: boolean | undefined;
  /** What the existence of a row says about terms of outer levels. */
  readonly exists: () => readonly Edge[];
}

/** What a piece of analysis found, kept so that every use of it counts and none counts twice. */
export interface Captured<T> {
  readonly value: T;
  readonly refusals: readonly Refusal[];
  readonly steps: readonly ProofStep[];
}
