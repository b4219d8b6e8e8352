import type { Expr } from '@tenantscope/core';
import { quoted } from './code.ts';
import type { Writer } from './writer.ts';

/** What the compiler would print beside an operator without the brackets that it needs. */
const loose = new Set<Expr['kind']>(['compare', 'in-list', 'between', 'not', 'test', 'operator']);

const isLoose = (e: Expr): boolean => loose.has(e.kind) || (e.kind === 'subquery' && (e.form === 'any' || e.form === 'all' || e.form === 'exists'));

/** An expression that stays whole beside an operator. */
const whole = (to: Writer, e: Expr): string => (isLoose(e) ? `eb.parens(${to.expression(e)})` : to.expression(e));

export const columnName = (path: readonly string[]): string => quoted(path.join('.'));

/** Where Kysely takes a string for a column. */
export const reference = (to: Writer, e: Expr): string => (e.kind === 'column' && to.choose(8) > 0 ? columnName(e.path) : whole(to, e));

/** Where Kysely binds what is no expression. */
export const value = (to: Writer, e: Expr): string => {
  if (to.choose(8) === 0) return whole(to, e);
  if (e.kind === 'param') return to.variable(e.key);
  if (e.kind === 'constant') return typeof e.value === 'string' ? quoted(e.value) : String(e.value);
  return whole(to, e);
};
