import type { TableModel } from '../model/model.ts';
import { type Context, reach } from './closure.ts';
import { isAbsent } from './columns.ts';
import type { Level } from './level.ts';
import { resolve } from './resolve.ts';
import type { Session } from './session.ts';
import type { Requirement } from './target.ts';
import type { Expr } from '../query/expr/expr.ts';
import { TENANT, type Cause, type Output, type Tag, type Binding } from './structure.ts';

/** Whether a written value carries the tag it must carry. */
export type Finding =
  | { readonly kind: 'proved' }
  | { readonly kind: 'doubtful'; readonly cause: Cause }
  /** `untrusted` says who chose the value. */
  | { readonly kind: 'refuted'; readonly untrusted?: string | undefined };

const proved: Finding = { kind: 'proved' };

const badness: Record<Finding['kind'], number> = { proved: 0, doubtful: 1, refuted: 2 };

/** The worst of several findings. */
export const worstFinding = (findings: readonly Finding[]): Finding =>
  findings.reduce((a, b) => (badness[b.kind] > badness[a.kind] ? b : a), proved);

/** Judges an expression at a level, for rows in which `present` are not NULL-extended. */
export const judgeValue = (
  session: Session,
  level: Level,
  context: Context,
  e: Expr,
  tag: Tag,
  present: Iterable<Binding> = [],
): Finding => {
  const { terms, cause } = resolve(session, level, e);
  const starts = terms.map((term) => ({ term, tag }));
  const certain = reach(starts, context, present, false);
  if (!cause && certain.goal) return proved;
  const likely = reach(starts, context, present, true);
  const doubt = likely.goal && (likely.goal.cause ?? cause);
  if (doubt) return { kind: 'doubtful', cause: doubt };
  return { kind: 'refuted', untrusted: certain.steps.find((s) => s.state.term.untrusted)?.state.term.origin };
};

/** Judges a column of a query whose rows are written. */
export const judgeColumn = (output: Output, index: number, tag: Tag): Finding => {
  if (output.named)
    return { kind: 'doubtful', cause: { rule: 'unproven-column', why: 'which column of * is written is not known' } };
  const facts = output.facts(index);
  const found = facts.tags.find((t) => t.tag === tag);
  if (!found) return { kind: 'refuted', untrusted: tag === TENANT ? facts.untrusted : undefined };
  return found.cause ? { kind: 'doubtful', cause: found.cause } : proved;
};

/** Whether it may be the NULL of a sub-query that finds no row. */
export const mayBeAbsent = (session: Session, level: Level, e: Expr): boolean => resolve(session, level, e).terms.some(isAbsent);

/** A sub-query that finds no row gives NULL: where the tenant column allows it, the row is nobody's. */
export const unlessAbsent = (table: TableModel, r: Requirement, finding: Finding): Finding => {
  if (finding.kind !== 'proved' || r.kind !== 'tenant' || table.columns?.get(r.column)?.notNull !== false) return finding;
  return { kind: 'doubtful', cause: { rule: 'unproven-value', why: `the sub-query may find no row, and ${r.column} may be NULL: the row would be nobody’s` } };
};
