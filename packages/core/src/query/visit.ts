import type { CallExpr, Window } from './expr/call.ts';
import type { Expr } from './expr/expr.ts';

const none: readonly Expr[] = [];

/** The expressions of a window: its partition, its order and the offsets of its frame. */
export const windowChildren = (w: Window): readonly Expr[] => [...w.partitionBy, ...w.orderBy, ...(w.frame ?? none)];

const callChildren = (e: CallExpr): readonly Expr[] => {
  if (!e.orderBy && !e.filter && !e.over) return e.args;
  return [
    ...e.args,
    ...(e.orderBy ?? none),
    ...(e.filter ? [e.filter] : none),
    ...(e.over ? windowChildren(e.over) : none),
  ];
};

/** The direct sub-expressions of an expression, in source order. A sub-query's own level is not entered: only its `test` is a child. */
export const childrenOf = (e: Expr): readonly Expr[] => {
  switch (e.kind) {
    case 'column':
    case 'param':
    case 'constant':
    case 'default':
      return none;
    case 'compare':
      return [e.left, e.right];
    case 'in-list':
      return [e.operand, ...e.items];
    case 'and':
    case 'or':
    case 'operator':
    case 'opaque':
      return e.args;
    case 'not':
    case 'test':
    case 'cast':
      return [e.arg];
    case 'between':
      return [e.operand, e.low, e.high];
    case 'call':
      return callChildren(e);
    case 'case':
      return [
        ...(e.operand ? [e.operand] : none),
        ...e.whens.flatMap((w) => [w.when, w.then]),
        ...(e.otherwise ? [e.otherwise] : none),
      ];
    case 'row':
    case 'array':
      return e.items;
    case 'subquery':
      return e.test ? [e.test] : none;
  }
};

/** Calls `visit` on the expression and everything below it within the same query level. */
export const walk = (e: Expr, visit: (e: Expr) => void): void => {
  visit(e);
  for (const child of childrenOf(e)) walk(child, visit);
};
