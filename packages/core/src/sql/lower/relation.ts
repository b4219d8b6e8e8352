import type { Alias, JoinExpr, Node, RangeFunction, RangeSubselect, RangeVar } from 'libpg-query';
import type { Expr } from '../../query/expr/expr.ts';
import type { Span } from '../../query/node.ts';
import { derived } from '../../query/relation/derived.ts';
import { functionRelation } from '../../query/relation/function.ts';
import { join } from '../../query/relation/join.ts';
import { opaqueRelation } from '../../query/relation/opaque.ts';
import type { Relation } from '../../query/relation/relation.ts';
import { type TableRelation, table } from '../../query/relation/table.ts';
import { select } from '../../query/statement/query.ts';
import { aliasEnd } from '../lexer.ts';
import { cover } from '../source.ts';
import { as, exprs, kindOf, type Lowering, nameAt, optional, present, stringsOf, unread } from './context.ts';
import { jsonTableColumns, lowerJsonTable } from './json.ts';
import { lowerXmlTable, xmlTableColumns } from './xml.ts';

/** The name in FROM, with the names an alias gives to the columns. */
const naming = (alias: Alias | undefined): { alias?: string; columnAliases?: readonly string[] } => ({
  ...(alias?.aliasname !== undefined && { alias: alias.aliasname }),
  ...(alias?.colnames && { columnAliases: stringsOf(alias.colnames) }),
});

const tableSpan = (to: Lowering, range: RangeVar): Span | undefined => {
  const span = nameAt(to, range.location);
  if (!span || !range.alias) return span;
  return { start: span.start, end: aliasEnd(to.source.text, span.end) };
};

export const lowerTable = (to: Lowering, range: RangeVar, sampled = false): TableRelation =>
  table({
    ...(range.schemaname !== undefined && { schema: range.schemaname }),
    name: range.relname ?? '',
    ...naming(range.alias),
    ...(sampled && { sampled }),
    at: tableSpan(to, range),
  });

const lowerSubselect = (to: Lowering, range: RangeSubselect): Relation => {
  const query = as(range.subquery, 'SelectStmt');
  if (!query) return opaqueRelation({ rule: unread, cause: 'a sub-query of FROM is not read', ...naming(range.alias) });
  return derived({ query: to.query(query), ...naming(range.alias), lateral: range.lateral === true });
};

const definedColumns = (definitions: readonly Node[] | undefined): readonly string[] =>
  present(definitions).map((d) => as(d, 'ColumnDef')?.colname ?? '');

const lowerFunction = (to: Lowering, range: RangeFunction): Relation => {
  const parts = (range.functions ?? []).map((f) => as(f, 'List')?.items ?? []);
  const calls = parts.flatMap(([called]) => exprs(to, called && [called]));
  const defined = [...parts.flatMap((p) => definedColumns(as(p[1], 'List')?.items)), ...definedColumns(range.coldeflist)];
  const columns = defined.length > 0 ? { columnAliases: defined } : {};
  return functionRelation({ calls, ...columns, ...naming(range.alias), at: cover(calls.map((c) => c.at)) });
};

const lowerTableFunction = (call: Expr, alias: Alias | undefined, columns: readonly string[]): Relation =>
  functionRelation({ calls: [call], columnAliases: columns, ...naming(alias), at: call.at });

const joinTypes: Readonly<Record<string, 'inner' | 'left' | 'right' | 'full' | undefined>> = {
  JOIN_INNER: 'inner',
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
};

const plainJoin = (to: Lowering, e: JoinExpr, left: Relation, right: Relation): Relation => {
  const type = joinTypes[e.jointype ?? 'JOIN_INNER'];
  const at = cover([left.at, right.at]);
  if (!type) return opaqueRelation({ rule: unread, cause: `the join type ${e.jointype} is not read`, at });
  return join({
    type,
    left,
    right,
    on: optional(to, e.quals),
    ...(e.usingClause && { using: stringsOf(e.usingClause) }),
    natural: e.isNatural === true,
    ...(e.join_using_alias?.aliasname !== undefined && { alias: e.join_using_alias.aliasname }),
    at,
  });
};

/** `(a JOIN b …) AS x (…)` hides the names inside, as `(SELECT * FROM a JOIN b …) AS x (…)` does. A LATERAL item inside that looks outside is not found, so not proved. */
const aliasedJoin = (joined: Relation, alias: Alias): Relation => {
  const query = select({
    items: [{ star: true }],
    distinct: false,
    from: [joined],
    windows: [],
    orderBy: [],
    locking: false,
    at: joined.at,
  });
  return derived({ query, ...naming(alias), lateral: false, at: joined.at });
};

const lowerJoin = (to: Lowering, e: JoinExpr): Relation => {
  if (!e.larg || !e.rarg) return opaqueRelation({ rule: unread, cause: 'a join without two sides is not read' });
  const joined = plainJoin(to, e, to.relation(e.larg), to.relation(e.rarg));
  return e.alias ? aliasedJoin(joined, e.alias) : joined;
};

export const lowerRelation = (to: Lowering, node: Node): Relation => {
  if ('RangeVar' in node) return lowerTable(to, node.RangeVar);
  if ('JoinExpr' in node) return lowerJoin(to, node.JoinExpr);
  if ('RangeSubselect' in node) return lowerSubselect(to, node.RangeSubselect);
  if ('RangeFunction' in node) return lowerFunction(to, node.RangeFunction);
  if ('JsonTable' in node) return lowerTableFunction(lowerJsonTable(to, node.JsonTable), node.JsonTable.alias, jsonTableColumns(node.JsonTable.columns));
  if ('RangeTableFunc' in node)
    return lowerTableFunction(lowerXmlTable(to, node.RangeTableFunc), node.RangeTableFunc.alias, xmlTableColumns(node.RangeTableFunc.columns));
  const sampled = as(as(node, 'RangeTableSample')?.relation, 'RangeVar');
  if (sampled) return lowerTable(to, sampled, true);
  return opaqueRelation({ rule: unread, cause: `the source of rows ${kindOf(node)} is not read` });
};
