import type { Expr, Statement } from '@tenantscope/core';
import { printExpr } from './expr.ts';
import type { Printer } from './printer.ts';
import { printQuery } from './query.ts';
import { printRelation } from './relation.ts';
import { printStatement } from './statement.ts';

export { Unprintable } from './printer.ts';

const printerWith = (choose: Printer['choose']): Printer => {
  const printer: Printer = {
    choose,
    expr: (e) => printExpr(printer, e),
    query: (q) => printQuery(printer, q),
    relation: (r) => printRelation(printer, r),
    statement: (s) => printStatement(printer, s),
  };
  return printer;
};

const plainest = (): number => 0;

/**
 * SQL text of a statement in the query IR; reading it gives the same IR. Where the IR leaves a choice (ASC or DESC,
 * ROLLUP or GROUPING SETS), `choose(n)` picks one of `n` spellings, 0 being the plainest.
 * Throws {@link Unprintable} for a part that no front end could read.
 *
 * @example
 * printSql(deleteFrom({ target: table({ name: 'o' }), using: [], returning: [] })); // delete from "o"
 */
export const printSql = (statement: Statement, choose: Printer['choose'] = plainest): string => printerWith(choose).statement(statement);

/** SQL text of an expression. Throws {@link Unprintable}. */
export const printExpression = (e: Expr): string => printerWith(plainest).expr(e);
