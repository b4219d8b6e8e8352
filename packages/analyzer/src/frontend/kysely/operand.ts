import { and, constant, type Expr, or, type Span } from '@tenantscope/core';
import type { Piece } from '../sql-text/piece.ts';
import { textPiece } from '../sql-text/piece.ts';
import { readFragment } from '../sql-text/read.ts';

/** An expression as Kysely compiles it: raw text is put into its surroundings without parentheses. */
export interface Operand {
  readonly expr: Expr;
  /** The text of a raw fragment. */
  readonly raw?: readonly Piece[] | undefined;
  /** Only some paths add it: it must not prove anything. */
  readonly optional?: boolean | undefined;
  readonly at: Span;
}

const atomic = new Set<Expr['kind']>(['column', 'param', 'constant', 'call', 'cast', 'subquery', 'case', 'array', 'row']);

/** Text that may fall apart beside an operator. */
export const isLoose = (o: Operand): boolean => o.raw !== undefined && !atomic.has(o.expr.kind);

const settled = (o: Operand): Expr => (o.optional ? or({ args: [constant({ value: true }), o.expr], at: o.at }) : o.expr);

export const inline = (o: Operand): readonly Piece[] => (o.raw && isLoose(o) ? o.raw : [{ kind: 'expression', expr: settled(o) }]);

/** A comparison binds tighter than the AND beside it. */
const fallsApart = (o: Operand): boolean => isLoose(o) && o.expr.kind !== 'compare';

/** Optional conditions keep their sub-queries' obligations, but prove nothing. Undefined when raw text would bind differently without them. */
export const optionalExtras = (base: readonly Operand[], longer: readonly Operand[]): readonly Operand[] | undefined => {
  const extras = longer.slice(base.length);
  if (extras.length > 0 && [...extras, ...base].some(fallsApart)) return undefined;
  const fresh = extras.filter((e) => !base.some((b) => b.optional && b.at.start === e.at.start && b.at.end === e.at.end));
  return fresh.length === 0 ? base : [...base, ...fresh.map((e) => ({ ...e, optional: true }))];
};

/** Puts operands together with text between them, as the compiler prints them. */
export const compose = (parts: readonly (string | Operand)[], at: Span): Expr =>
  readFragment(parts.flatMap((p) => (typeof p === 'string' ? [textPiece(p)] : inline(p))), at);

/** `a and b and …` (or `or`), without parentheses around raw parts: their operators bind as PostgreSQL says. */
export const combine = (operands: readonly Operand[], word: 'and' | 'or', at: Span): Expr => {
  const [only] = operands;
  if (only && operands.length === 1) return settled(only);
  if (operands.length > 1 && operands.some(isLoose))
    return compose(operands.flatMap((o, i) => (i === 0 ? [o] : [` ${word} `, o])), at);
  const args = operands.map(settled);
  return word === 'and' ? and({ args, at }) : or({ args, at });
};

export const plain = (expr: Expr, at: Span): Operand => ({ expr, at });
