import type { Span } from '../query/node.ts';

/** The three verdicts, from best to worst. */
export type Verdict = 'scoped' | 'unproven' | 'unscoped';

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };

export const worst = (a: Verdict, b: Verdict): Verdict => (rank[a] >= rank[b] ? a : b);

/** One reason why a statement is not scoped. */
export interface Refusal {
  readonly verdict: 'unscoped' | 'unproven';
  readonly rule: string;
  /** One sentence: which rows escape, or what could not be proved. */
  readonly message: string;
  /** One sentence: why, naming the predicate, join or value. */
  readonly why: string;
  readonly table?: string | undefined;
  readonly at?: Span | undefined;
}

/** One proved obligation: the steps lead from the table's tenant column to the trusted value. */
export interface ProofStep {
  readonly table: string;
  readonly alias: string;
  readonly at?: Span | undefined;
  readonly by: readonly string[];
}

/** The verdict on one statement, with its reasons. */
export interface Proof {
  readonly verdict: Verdict;
  /** `select`, `insert`, `update`, `delete`, `merge`, or the utility's verb in lower case. */
  readonly operation: string;
  /** Names of the tables it touches, sorted, views expanded. */
  readonly tables: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly steps: readonly ProofStep[];
}
