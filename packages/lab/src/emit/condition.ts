import type { CompareExpr, Expr } from '@tenantscope/core';
import { lazily, list } from './code.ts';
import { columnName, reference, value } from './operand.ts';
import type { Writer } from './writer.ts';

const names: Readonly<Record<string, string>> = { '~~': 'like', '!~~': 'not like', '~~*': 'ilike', '!~~*': 'not ilike' };
const known = new Set(['=', '<>', '<', '<=', '>', '>=', 'like', 'not like', 'ilike', 'not ilike', 'is distinct from', 'is not distinct from', '@>', '<@', '&&', '~', '~*', '!~', '!~*']);

/** Kysely's name of an operator. */
export const operatorName = (op: string): string | undefined => {
  const name = names[op] ?? op;
  return known.has(name) ? name : undefined;
};

/** The right side of a comparison with `any` or `all`. */
const quantified = (to: Writer, e: CompareExpr): string => {
  if (e.quantifier === 'any' && to.choose(2) === 0) return `eb.fn.any(${to.expression(e.right)})`;
  const fragment = to.fragment(e.right);
  return `sql\`${e.quantifier ?? 'any'}(\${${fragment}})\``;
};

/** `left, op, right`, as `where`, `on`, `having` and `eb` take them; undefined for operators that Kysely does not name. */
export const comparison = (to: Writer, e: CompareExpr): readonly [left: string, op: string, right: string] | undefined => {
  const op = operatorName(e.op);
  if (op === undefined) return undefined;
  const spelled = op === '<>' && to.choose(2) === 0 ? '!=' : op;
  return [reference(to, e.left), `'${spelled}'`, e.quantifier ? quantified(to, e) : value(to, e.right)];
};

/** The arguments of `where` and its like. */
const conditionOf = (to: Writer, e: Expr): string => {
  const parts = e.kind === 'compare' && to.choose(3) > 0 ? comparison(to, e) : undefined;
  return parts ? list(parts.map(lazily)) : lazily(to.expression(e));
};

/** One call of `where`, `on` or `having`, or of its `Ref`. */
const conditionCall = (to: Writer, method: string, e: Expr): string => {
  const names = e.kind === 'compare' && !e.quantifier && e.left.kind === 'column' && e.right.kind === 'column' && to.choose(4) > 0 ? operatorName(e.op) : undefined;
  if (names === undefined || e.kind !== 'compare' || e.left.kind !== 'column' || e.right.kind !== 'column') return `.${method}(${conditionOf(to, e)})`;
  return `.${method}Ref(${columnName(e.left.path)}, '${names}', ${columnName(e.right.path)})`;
};

/** A condition as calls: a conjunction is one of each, or one of all. */
export const conditionCalls = (to: Writer, method: string, e: Expr | undefined): string => {
  if (!e) return '';
  if (e.kind === 'and' && to.choose(5) > 0) return e.args.map((a) => conditionCall(to, method, a)).join('');
  return conditionCall(to, method, e);
};
