import type { JsonAggConstructor, JsonBehavior, JsonFuncExpr, JsonKeyValue, JsonTable, JsonTableColumn, JsonValueExpr, Node } from 'libpg-query';
import { call } from '../../query/expr/call.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { operator } from '../../query/expr/operator.ts';
import { subquery } from '../../query/expr/subquery.ts';
import { lowerOrder, lowerWindow } from './call.ts';
import { as, exprs, type Lowering, tokenAt, unreadExpr } from './context.ts';

type Maybe = Node | undefined;

const given = (nodes: readonly Maybe[]): readonly Node[] => nodes.filter((n) => n !== undefined);

const valueNode = (value: JsonValueExpr | undefined): Maybe => value?.raw_expr;

const jsonCall = (to: Lowering, name: string, args: readonly Maybe[], location: number | undefined): Expr =>
  call({ name: [name], args: exprs(to, given(args)), at: tokenAt(to, location) });

const keyAndValue = (pair: JsonKeyValue | undefined): readonly Maybe[] => [pair?.key, valueNode(pair?.value)];

const argumentNode = (node: Node): Maybe => valueNode(as(node, 'JsonArgument')?.val);

const fallbacks = (...behaviours: readonly (JsonBehavior | undefined)[]): readonly Maybe[] => behaviours.map((b) => b?.expr);

const queryFunctions = { JSON_EXISTS_OP: 'json_exists', JSON_QUERY_OP: 'json_query', JSON_VALUE_OP: 'json_value', JSON_TABLE_OP: 'json_table' };

const lowerJsonFunction = (to: Lowering, f: JsonFuncExpr): Expr =>
  jsonCall(
    to,
    queryFunctions[f.op ?? 'JSON_QUERY_OP'],
    [valueNode(f.context_item), f.pathspec, ...(f.passing ?? []).map(argumentNode), ...fallbacks(f.on_empty, f.on_error)],
    f.location,
  );

const aggregate = (to: Lowering, name: string, how: JsonAggConstructor | undefined, args: readonly Maybe[]): Expr =>
  call({
    name: [name],
    args: exprs(to, given(args)),
    ...(how?.agg_order && { orderBy: lowerOrder(to, how.agg_order) }),
    ...(how?.agg_filter && { filter: to.expr(how.agg_filter) }),
    ...(how?.over && { over: lowerWindow(to, how.over, how.over.name) }),
    at: tokenAt(to, how?.location),
  });

/** The parse node has a field named `constructor`, which every object seems to have. */
const constructorOf = (node: object): JsonAggConstructor | undefined =>
  Object.hasOwn(node, 'constructor') ? (node as { constructor: JsonAggConstructor }).constructor : undefined;

const arrayOfQuery = (to: Lowering, query: Maybe, location: number | undefined): Expr => {
  const select = as(query, 'SelectStmt');
  const at = tokenAt(to, location);
  if (!select) return unreadExpr('JsonArrayQueryConstructor', [], at);
  return call({ name: ['json_array'], args: [subquery({ form: 'array', query: to.query(select), at })], at });
};

const columnArguments = (column: JsonTableColumn | undefined): readonly Maybe[] =>
  column
    ? [
        column.pathspec?.string,
        ...fallbacks(column.on_empty, column.on_error),
        ...(column.columns ?? []).flatMap((c) => columnArguments(as(c, 'JsonTableColumn'))),
      ]
    : [];

/** The names JSON_TABLE's rows have: those of nested paths come last. */
export const jsonTableColumns = (nodes: readonly Node[] | undefined): readonly string[] => {
  const columns = (nodes ?? []).map((n) => as(n, 'JsonTableColumn'));
  const nested = columns.filter((c) => c?.coltype === 'JTC_NESTED');
  const own = columns.filter((c) => c?.coltype !== 'JTC_NESTED');
  return [...own.map((c) => c?.name ?? ''), ...nested.flatMap((c) => jsonTableColumns(c?.columns))];
};

export const lowerJsonTable = (to: Lowering, t: JsonTable): Expr =>
  jsonCall(
    to,
    'json_table',
    [
      valueNode(t.context_item),
      t.pathspec?.string,
      ...(t.passing ?? []).map(argumentNode),
      ...(t.columns ?? []).flatMap((c) => columnArguments(as(c, 'JsonTableColumn'))),
      ...fallbacks(t.on_error),
    ],
    t.location,
  );

/** The SQL/JSON constructors, predicates and query functions; each is a pure function of its arguments. */
export const jsonExpressions = {
  JsonFuncExpr: lowerJsonFunction,
  JsonValueExpr: (to: Lowering, e: JsonValueExpr): Expr => (e.raw_expr ? to.expr(e.raw_expr) : unreadExpr('JsonValueExpr', [])),
  JsonObjectConstructor: (to: Lowering, e: { exprs?: Node[]; location?: number }): Expr =>
    jsonCall(to, 'json_object', (e.exprs ?? []).flatMap((x) => keyAndValue(as(x, 'JsonKeyValue'))), e.location),
  JsonArrayConstructor: (to: Lowering, e: { exprs?: Node[]; location?: number }): Expr =>
    jsonCall(to, 'json_array', e.exprs ?? [], e.location),
  JsonArrayQueryConstructor: (to: Lowering, e: { query?: Node; location?: number }): Expr => arrayOfQuery(to, e.query, e.location),
  JsonObjectAgg: (to: Lowering, e: { arg?: JsonKeyValue }): Expr =>
    aggregate(to, 'json_objectagg', constructorOf(e), keyAndValue(e.arg)),
  JsonArrayAgg: (to: Lowering, e: { arg?: JsonValueExpr }): Expr =>
    aggregate(to, 'json_arrayagg', constructorOf(e), [valueNode(e.arg)]),
  JsonParseExpr: (to: Lowering, e: { expr?: JsonValueExpr; location?: number }): Expr =>
    jsonCall(to, 'json', [valueNode(e.expr)], e.location),
  JsonScalarExpr: (to: Lowering, e: { expr?: Node; location?: number }): Expr => jsonCall(to, 'json_scalar', [e.expr], e.location),
  JsonSerializeExpr: (to: Lowering, e: { expr?: JsonValueExpr; location?: number }): Expr =>
    jsonCall(to, 'json_serialize', [valueNode(e.expr)], e.location),
  JsonIsPredicate: (to: Lowering, e: { expr?: Node; location?: number }): Expr =>
    operator({ op: 'is json', args: exprs(to, e.expr && [e.expr]), at: tokenAt(to, e.location) }),
};
