import { call, compare, type Expr, inList, not, opaque, operator, type Span, subquery, test } from '@tenantscope/core';
import { compose, isLoose, type Operand, plain } from './operand.ts';

const comparisons: Readonly<Record<string, string>> = {
  '=': '=',
  '==': '=',
  '!=': '<>',
  '<>': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  like: '~~',
  'not like': '!~~',
  ilike: '~~*',
  'not ilike': '!~~*',
  'is distinct from': 'is distinct from',
  'is not distinct from': 'is not distinct from',
};

const pure = new Set(['+', '-', '*', '/', '%', '^', '&', '|', '#', '<<', '>>', '||', '->', '->>', '#>', '#>>', '->$', '->>$']);

/** `= any(…)` and `= all(…)` are built as calls. */
const quantified = (op: string, left: Expr, right: Expr, at: Span): Expr | undefined => {
  if (right.kind !== 'call' || right.args.length !== 1) return undefined;
  const quantifier = right.name.at(-1);
  const [arg] = right.args;
  if ((quantifier !== 'any' && quantifier !== 'all') || !arg) return undefined;
  if (arg.kind === 'subquery' && arg.form === 'scalar') return subquery({ form: quantifier, query: arg.query, test: left, op, at });
  return compare({ op, left, right: arg, quantifier, at });
};

const isTest = (op: string, left: Expr, right: Expr, at: Span): Expr => {
  const negated = op === 'is not';
  if (right.kind !== 'constant' || (right.value !== null && typeof right.value !== 'boolean')) return operator({ op, args: [left, right], at });
  const tested = right.value === null ? 'null' : right.value ? 'true' : 'false';
  return test({ test: tested, negated, arg: left, at });
};

const membership = (left: Expr, right: Expr, negated: boolean, at: Span): Expr => {
  if (right.kind === 'subquery' && right.form === 'scalar') {
    const any = subquery({ form: 'any', query: right.query, test: left, op: '=', at });
    return negated ? not({ arg: any, at }) : any;
  }
  return inList({ operand: left, items: [right], negated, at });
};

/** `left op right`, as the compiler prints it. */
export const binary = (left: Operand, op: string, right: Operand, at: Span): Operand => {
  const name = op.toLowerCase();
  const isMembership = name === 'in' || name === 'not in';
  if (isLoose(left) || isLoose(right)) return plain(compose([left, ` ${name} `, right], at), at);
  if (isMembership && right.raw) return plain(compose([left, ` ${name} `, { ...right, expr: opaque({ rule: 'unproven-fragment', cause: '', args: [] }) }], at), at);
  if (isMembership) return plain(membership(left.expr, right.expr, name === 'not in', at), at);
  if (name === 'is' || name === 'is not') return plain(isTest(name, left.expr, right.expr, at), at);
  const compared = comparisons[name];
  if (compared !== undefined) return plain(quantified(compared, left.expr, right.expr, at) ?? compare({ op: compared, left: left.expr, right: right.expr, at }), at);
  return plain(operator({ op: name, args: [left.expr, right.expr], at }), at);
};

/** `left [not] in (items)`. */
export const listMembership = (left: Operand, op: string, items: readonly Operand[], at: Span): Operand => {
  if (isLoose(left) || items.some(isLoose)) {
    const list = items.flatMap((item, i): (string | Operand)[] => (i === 0 ? [item] : [', ', item]));
    return plain(compose([left, ` ${op} (`, ...list, ')'], at), at);
  }
  return plain(inList({ operand: left.expr, items: items.map((i) => i.expr), negated: op.toLowerCase() === 'not in', at }), at);
};

/** `op arg`: `not`, `exists`, `-`. */
export const unary = (op: string, arg: Operand, at: Span): Operand => {
  if (isLoose(arg)) return plain(compose([`${op} `, arg], at), at);
  if (op === 'not') return plain(not({ arg: arg.expr, at }), at);
  if (op === 'exists' || op === 'not exists') {
    const found = arg.expr.kind === 'subquery' ? subquery({ form: 'exists', query: arg.expr.query, at }) : call({ name: ['exists'], args: [arg.expr], at });
    return plain(op === 'exists' ? found : not({ arg: found, at }), at);
  }
  return plain(operator({ op, args: [arg.expr], at }), at);
};

export const isOperatorKnown = (op: string): boolean => {
  const name = op.toLowerCase();
  return name in comparisons || pure.has(name) || /^(in|not in|is|is not|similar to|regexp|~\*?|!~\*?|@>|<@|\?[|&]?|&&|@@@?|&<|&>|-\|-|match|<=>|!<|!>|between|between symmetric)$/.test(name) || /^[-+*/<>=~!@#%^&|`?]+$/.test(name);
};
