import type { Expr, SelectItem } from '@tenantscope/core';
import { lazily, list, quoted } from './code.ts';
import { columnName } from './operand.ts';
import { Inexpressible, type Writer } from './writer.ts';

/** The name that PostgreSQL gives a column of the result. */
const implied = (e: Expr): string => (e.kind === 'call' ? (e.name.at(-1) ?? 'v') : e.kind === 'cast' ? implied(e.arg) : e.kind === 'column' ? (e.path.at(-1) ?? 'v') : 'v');

const itemOf = (to: Writer, expr: Expr, name: string | undefined): string => {
  if (expr.kind === 'column' && to.choose(6) > 0) {
    const plain = expr.path.join('.');
    return name === undefined || (name === expr.path.at(-1) && to.choose(4) > 0) ? quoted(plain) : quoted(`${plain} as ${name}`);
  }
  const code = expr.kind === 'column' ? `eb.ref(${columnName(expr.path)})` : to.expression(expr);
  return `${code}.as(${quoted(name ?? implied(expr))})`;
};

/** `'o.id'`, `['o.id', (eb) => …]` or `(eb) => [...]`. */
const argument = (to: Writer, codes: readonly string[]): string => {
  if (codes.length === 1 && to.choose(3) === 0) return lazily(codes[0] ?? '');
  if (to.choose(3) === 0) return `[${list(codes.map(lazily))}]`;
  return lazily(`[${list(codes)}]`);
};

const starOf = (to: Writer, qualifier: readonly string[] | undefined): string => {
  if (!qualifier || qualifier.length === 0) return '()';
  const name = quoted(qualifier.join('.'));
  return to.choose(4) === 0 ? `([${name}])` : `(${name})`;
};

/** `.select(…)` and `.selectAll(…)`, in the order of the columns. */
export const itemCalls = (to: Writer, items: readonly SelectItem[], one: 'select' | 'returning', bareStar = false): string => {
  const calls: string[] = [];
  let codes: string[] = [];
  const flush = (): void => {
    if (codes.length > 0) calls.push(`.${one}(${argument(to, codes)})`);
    codes = [];
  };
  for (const item of items) {
    if (item.star) {
      flush();
      calls.push(`.${one}All${bareStar ? '()' : starOf(to, item.qualifier)}`);
    } else {
      if (to.choose(8) === 0) flush();
      codes.push(itemOf(to, item.expr, item.name));
    }
  }
  flush();
  return calls.join('');
};

/** The argument of `selectNoFrom`. */
export const selection = (to: Writer, items: readonly SelectItem[]): string =>
  argument(to, items.map((i) => {
    if (i.star) throw new Inexpressible('* without FROM');
    return itemOf(to, i.expr, i.name);
  }));
