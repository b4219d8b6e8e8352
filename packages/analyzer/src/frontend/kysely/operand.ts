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

export const inline = (o: Operand): readonly Piece[] => (o.raw && isLoose(o) ? o.raw : [{ kind: 'expression', expr: o.expr }]);

const settled = (o: Operand): Expr => (o.optional ? or({ args: [constant({ value: true }), o.expr], at: o.at }) : o.expr);

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
