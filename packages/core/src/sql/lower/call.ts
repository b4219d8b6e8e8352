import type { FuncCall, Node, WindowDef } from 'libpg-query';
import { call, type Window } from '../../query/expr/call.ts';
import { constant } from '../../query/expr/constant.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { operator } from '../../query/expr/operator.ts';
import type { Span } from '../../query/node.ts';
import { bracketEnd, skipBlank } from '../lexer.ts';
import { as, exprs, type Lowering, nameAt, optional, stringsOf } from './context.ts';

/** The expressions of ORDER BY. */
export const lowerOrder = (to: Lowering, sorts: readonly Node[] | undefined): readonly Expr[] =>
  exprs(to, sorts?.map((s) => as(s, 'SortBy')?.node ?? s));

/** A window; the name of a WINDOW clause's own entry is its caller's affair, so only what it extends is kept. */
export const lowerWindow = (to: Lowering, w: WindowDef, name: string | undefined): Window => {
  const frame = exprs(to, [w.startOffset, w.endOffset].filter((x) => x !== undefined));
  return {
    name: w.refname ?? name,
    partitionBy: exprs(to, w.partitionClause),
    orderBy: lowerOrder(to, w.orderClause),
    ...(frame.length > 0 && { frame }),
  };
};

const lowerArgs = (to: Lowering, f: FuncCall): readonly Expr[] => {
  const args = exprs(to, f.args);
  const last = args.at(-1);
  return f.func_variadic && last ? [...args.slice(0, -1), operator({ op: 'variadic', args: [last], at: last.at })] : args;
};

/** From the function's name to its closing bracket; SQL syntax such as `a AT TIME ZONE b` has only its keyword. */
const callSpan = (to: Lowering, f: FuncCall): Span | undefined => {
  const span = nameAt(to, f.location);
  if (!span) return undefined;
  const { text } = to.source;
  const open = skipBlank(text, span.end);
  const end = text[open] === '(' ? bracketEnd(text, open) : -1;
  return end < 0 ? span : { start: span.start, end };
};

export const lowerCall = (to: Lowering, f: FuncCall): Expr =>
  call({
    name: stringsOf(f.funcname),
    args: lowerArgs(to, f),
    ...(f.agg_star && { star: true }),
    ...(f.agg_distinct && { distinct: true }),
    ...(f.agg_order && { orderBy: lowerOrder(to, f.agg_order) }),
    ...(f.agg_filter && { filter: optional(to, f.agg_filter) }),
    ...(f.over && { over: lowerWindow(to, f.over, f.over.name) }),
    at: callSpan(to, f),
  });

/** `name => value`: its place among the arguments says nothing, so the name stays beside the value. */
export const lowerNamedArgument = (to: Lowering, name: string | undefined, arg: Node | undefined): Expr =>
  operator({ op: '=>', args: [constant({ value: name ?? '' }), ...exprs(to, arg && [arg])] });
