import type { A_Const } from 'libpg-query';
import { cast } from '../../query/expr/cast.ts';
import { constant } from '../../query/expr/constant.ts';
import type { Expr } from '../../query/expr/expr.ts';
import type { Span } from '../../query/node.ts';
import { type Lowering, tokenAt } from './context.ts';

/** A double holds 15 decimal digits exactly; longer numerals stay text. */
const numeral = (text: string): number | string => {
  const digits = text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '');
  const number = Number(text);
  return digits.length <= 15 && Number.isFinite(number) ? number : text;
};

const valueOf = (literal: A_Const): string | number | boolean | null => {
  if (literal.isnull) return null;
  if (literal.ival) return literal.ival.ival ?? 0;
  if (literal.fval) return numeral(literal.fval.fval ?? '0');
  if (literal.boolval) return literal.boolval.boolval ?? false;
  return literal.sval?.sval ?? '';
};

/** `b'101'` arrives as `b101`, `x'1f'` as `x1f`. */
const bitString = (literal: A_Const, at: Span | undefined): Expr =>
  cast({ arg: constant({ value: literal.bsval?.bsval ?? '', at }), type: { name: 'bit', modifier: false, array: false }, at });

export const lowerConstant = (to: Lowering, literal: A_Const): Expr => {
  const at = tokenAt(to, literal.location);
  return literal.bsval ? bitString(literal, at) : constant({ value: valueOf(literal), at });
};
