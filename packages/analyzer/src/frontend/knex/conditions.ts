import type { Clause, Draft } from './draft.ts';
import { after, type Pieces, type Printer, t, unread } from './pieces.ts';

const perhaps = (pieces: Pieces): Pieces => [t('(true or ('), ...pieces, t('))')];

/** Conditions with the words between them; a callback that adds none leaves no trace. */
export const conditions = (p: Printer, clauses: readonly Clause[], draft: Pick<Draft, 'problems'>): Pieces => {
  const [problem] = draft.problems;
  if (problem) return [unread(problem.cause, problem.rule)];
  const shown = clauses.map((c) => ({ ...c, pieces: p.print(c.parts) })).filter((c) => c.pieces.length > 0);
  const isOr = shown.length > 1 && shown.slice(1).every((c) => c.bool === 'or');
  if (shown.some((c) => c.optional) && !isOr && shown.slice(1).some((c) => c.bool === 'or')) return [unread('conditions that may be missing stand between AND and OR')];
  // Under OR a condition that may be missing takes nothing away, but where all may be, nothing may be left.
  const all = shown.flatMap((c, i) => [...(i === 0 ? [] : [t(` ${c.bool} `)]), ...(c.optional && !isOr ? perhaps(c.pieces) : c.pieces)]);
  return isOr && shown.every((c) => c.optional) ? perhaps(all) : all;
};

export const whereOf = (p: Printer, draft: Draft): Pieces => after(' where ', conditions(p, draft.where, draft));
