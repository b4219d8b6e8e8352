import type { SubqueryExpr } from '../query/expr/subquery.ts';
import type { Cte } from '../query/statement/with.ts';
import type { Context } from './closure.ts';
import type { Binding, Captured, Cause, Edge, JoinNode, Obligation, Output, Pending, QueryResult, State, Term } from './structure.ts';

/** A CTE in scope. `output` is made on first use; `self` stands in for it inside its own recursive arm. */
export interface CteEntry {
  readonly cte: Cte;
  /** The names its body sees; for recursive WITH lists this includes the entry itself. */
  env: Env | undefined;
  output?: Captured<Output> | undefined;
  self?: Output | undefined;
  readonly parent: Level | undefined;
}

/** The CTE names in scope, innermost first. */
export interface Env {
  readonly entries: ReadonlyMap<string, CteEntry>;
  readonly outer: Env | undefined;
}

export const findCte = (env: Env | undefined, name: string): CteEntry | undefined => {
  for (let e = env; e; e = e.outer) {
    const found = e.entries.get(name);
    if (found) return found;
  }
  return undefined;
};

/** Something still to be shown at a level: any of `starts` discharges it. */
export interface Demand {
  readonly obligation: Obligation;
  readonly starts: readonly { readonly state: State; readonly cause?: Cause | undefined }[];
  /** Bindings whose rows it is about: they are not NULL-extended where it matters. */
  readonly present: readonly Binding[];
  /** The join whose condition it stands in. */
  readonly inside?: JoinNode | undefined;
  /** Needed even when no row passes WHERE (a sub-query beside an aggregate). */
  readonly regardless?: boolean | undefined;
  /** Evaluated although no row may pass WHERE: that WHERE is never true does not excuse it. */
  readonly perhaps?: boolean | undefined;
  readonly inherited?: Pending | undefined;
}

/** What `*` stands for, in order: a merged column, or the columns of a relation without those that were merged. */
export type StarPart =
  | { readonly kind: 'merged'; readonly name: string; readonly term: Term }
  | { readonly kind: 'columns'; readonly binding: Binding; readonly without: ReadonlySet<string> };

/** One query level: what is bound in FROM, what is known of its rows, what is still to be shown. */
export interface Level {
  readonly depth: number;
  readonly parent: Level | undefined;
  readonly env: Env | undefined;
  readonly bindings: Binding[];
  /** USING and NATURAL columns: the merged column by name. */
  readonly merged: Map<string, Term>;
  readonly star: StarPart[];
  /** Names of select items, for ORDER BY and GROUP BY. */
  readonly aliases: Set<string>;
  readonly edges: Edge[];
  readonly demands: Demand[];
  /** The sub-queries that stand in its expressions, decided once. */
  readonly subqueries: Map<SubqueryExpr, QueryResult>;
  /** Why a condition on a term does not count, for people. */
  readonly remarks: { readonly term: Term; readonly why: string }[];
  outerJoins: boolean;
  /** Relations whose rows an outer join may have filled with NULL. */
  readonly nullable: Set<Binding>;
  /** Whether a RIGHT or FULL JOIN had USING or NATURAL. */
  usingOuter: boolean;
}

export const openLevel = (parent: Level | undefined, env: Env | undefined): Level => ({
  depth: (parent?.depth ?? 0) + 1,
  parent,
  env,
  bindings: [],
  merged: new Map(),
  star: [],
  aliases: new Set(),
  edges: [],
  demands: [],
  subqueries: new Map(),
  remarks: [],
  outerJoins: false,
  nullable: new Set(),
  usingOuter: false,
});

export const contextOf = (level: Level): Context => ({ edges: level.edges, outerJoins: level.outerJoins });

/** The states in which an output column of `binding` could discharge a pending obligation. */
export const startsFor = (
  pending: Pending,
  columnTerm: (position: number | string) => Term | undefined,
): Demand['starts'] =>
  pending.exits.flatMap((exit) => {
    const term = exit.kind === 'outer' ? exit.term : columnTerm(exit.kind === 'column' ? exit.index : exit.name);
    return term ? [{ state: { term, tag: exit.tag }, cause: exit.cause }] : [];
  });
