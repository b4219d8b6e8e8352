import type { A_Expr, Node } from 'libpg-query';
import { between } from '../../query/expr/between.ts';
import { call } from '../../query/expr/call.ts';
import { compare, type Quantifier } from '../../query/expr/compare.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { inList } from '../../query/expr/in-list.ts';
import { operator } from '../../query/expr/operator.ts';
import { cover } from '../source.ts';
import { as, exprs, type Lowering, optional, stringsOf, tokenAt, unreadExpr } from './context.ts';

const comparisons = new Set(['=', '<>', '<', '<=', '>', '>=', '~~', '!~~', '~~*', '!~~*', '~', '!~', '~*', '!~*']);

/** `pg_catalog.=` is `=`; another schema's operator keeps its schema and so is no comparison. */
export const operatorName = (name: readonly Node[] | undefined): string => {
  const parts = stringsOf(name);
  return (parts[0] === 'pg_catalog' ? parts.slice(1) : parts).join('.');
};

interface Parts {
  readonly op: string;
  readonly left: Expr | undefined;
  readonly right: Expr | undefined;
  readonly at: ReturnType<typeof cover>;
}

const partsOf = (to: Lowering, e: A_Expr): Parts => {
  const left = optional(to, e.lexpr);
  const right = optional(to, e.rexpr);
  return { op: operatorName(e.name), left, right, at: cover([left?.at, tokenAt(to, e.location), right?.at]) };
};

const operation = ({ op, left, right, at }: Parts): Expr => {
  if (left && right && comparisons.has(op)) return compare({ op, left, right, at });
  return operator({ op, args: [left, right].filter((x) => x !== undefined), at });
};

const named = (parts: Parts, op: string): Expr => {
  const { left, right, at } = parts;
  return left && right ? compare({ op, left, right, at }) : operation(parts);
};

const quantified = ({ op, left, right, at }: Parts, quantifier: Quantifier): Expr => {
  if (left && right && !op.includes('.')) return compare({ op, left, right, quantifier, at });
  return operator({ op: `${op} ${quantifier}`, args: [left, right].filter((x) => x !== undefined), at });
};

const listItems = (node: Node | undefined): readonly Node[] => as(node, 'List')?.items ?? [];

const lowerIn = (to: Lowering, e: A_Expr): Expr => {
  const operand = optional(to, e.lexpr) ?? unreadExpr(undefined, []);
  const items = exprs(to, listItems(e.rexpr));
  const at = cover([operand.at, tokenAt(to, e.location), ...items.map((i) => i.at)]);
  return inList({ operand, items, negated: operatorName(e.name) === '<>', at });
};

const lowerBetween = (to: Lowering, e: A_Expr): Expr => {
  const operand = optional(to, e.lexpr);
  const [low, high] = exprs(to, listItems(e.rexpr));
  if (!operand || !low || !high) return unreadExpr('A_Expr', []);
  const negated = e.kind === 'AEXPR_NOT_BETWEEN' || e.kind === 'AEXPR_NOT_BETWEEN_SYM';
  return between({ operand, low, high, negated, at: cover([operand.at, high.at]) });
};

const nullIf = ({ left, right, at }: Parts): Expr =>
  call({ name: ['nullif'], args: [left, right].filter((x) => x !== undefined), at });

export const lowerOperation = (to: Lowering, e: A_Expr): Expr => {
  switch (e.kind) {
    case 'AEXPR_IN':
      return lowerIn(to, e);
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return lowerBetween(to, e);
    case 'AEXPR_OP_ANY':
      return quantified(partsOf(to, e), 'any');
    case 'AEXPR_OP_ALL':
      return quantified(partsOf(to, e), 'all');
    case 'AEXPR_DISTINCT':
      return named(partsOf(to, e), 'is distinct from');
    case 'AEXPR_NOT_DISTINCT':
      return named(partsOf(to, e), 'is not distinct from');
    case 'AEXPR_NULLIF':
      return nullIf(partsOf(to, e));
    default:
      return operation(partsOf(to, e));
  }
};
