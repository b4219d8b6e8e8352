import type { Node, SelectStmt } from 'libpg-query';
import type { Expr } from '../../query/expr/expr.ts';
import { opaque } from '../../query/expr/opaque.ts';
import { type Query, type QueryTail, type SelectQuery, select, setOperation, values } from '../../query/statement/query.ts';
import { lowerOrder, lowerWindow } from './call.ts';
import { as, exprs, isStar, type Lowering, optional, present, unread } from './context.ts';
import { lowerGrouping } from './grouping.ts';
import { lowerItems } from './items.ts';
import { lowerWith } from './with.ts';

const lowerTail = (to: Lowering, s: SelectStmt): QueryTail => ({
  ...(s.withClause && { with: lowerWith(to, s.withClause) }),
  orderBy: lowerOrder(to, s.sortClause),
  ...(s.limitCount && { limit: to.expr(s.limitCount) }),
  ...(s.limitOffset && { offset: to.expr(s.limitOffset) }),
  locking: s.lockingClause !== undefined,
});

/** Plain DISTINCT arrives as a list of one NIL. */
const lowerDistinct = (to: Lowering, clause: readonly Node[] | undefined): SelectQuery['distinct'] => {
  if (!clause) return false;
  const on = present(clause);
  return on.length === 0 ? true : on.map(to.expr);
};

const lowerWindows = (to: Lowering, clause: readonly Node[] | undefined): SelectQuery['windows'] =>
  (clause ?? []).map((node) => {
    const w = as(node, 'WindowDef') ?? {};
    return { name: w.name ?? '', window: lowerWindow(to, w, undefined) };
  });

/** `alias.*` stands for as many values as the alias has columns, so the row's places are not known. */
const rowOf = (to: Lowering, items: readonly Node[]): readonly Expr[] =>
  items.some(isStar) ? [opaque({ rule: unread, cause: 'alias.* in VALUES is not expanded', args: exprs(to, items) })] : exprs(to, items);

const rowsOf = (to: Lowering, lists: readonly Node[]): readonly (readonly Expr[])[] =>
  lists.map((list) => rowOf(to, as(list, 'List')?.items ?? []));

const setOperators = { SETOP_UNION: 'union', SETOP_INTERSECT: 'intersect', SETOP_EXCEPT: 'except', SETOP_NONE: undefined } as const;

const lowerSelect = (to: Lowering, s: SelectStmt): Query => {
  const tail = lowerTail(to, s);
  const from = (s.fromClause ?? []).map(to.relation);
  return select({
    ...tail,
    items: lowerItems(to, s.targetList),
    distinct: lowerDistinct(to, s.distinctClause),
    from,
    ...(s.whereClause && { where: to.expr(s.whereClause) }),
    ...(s.groupClause && { groupBy: lowerGrouping(to, s.groupClause) }),
    having: optional(to, s.havingClause),
    windows: lowerWindows(to, s.windowClause),
  });
};

export const lowerQuery = (to: Lowering, s: SelectStmt): Query => {
  const op = setOperators[s.op ?? 'SETOP_NONE'];
  if (op && s.larg && s.rarg)
    return setOperation({ ...lowerTail(to, s), op, all: s.all === true, left: to.query(s.larg), right: to.query(s.rarg) });
  return s.valuesLists ? values({ ...lowerTail(to, s), rows: rowsOf(to, s.valuesLists) }) : lowerSelect(to, s);
};

/** The table that `SELECT … INTO` makes; the first arm of a set operation carries it. */
export const intoOf = (s: SelectStmt): SelectStmt['intoClause'] => {
  for (let arm: SelectStmt | undefined = s; arm; arm = arm.larg) if (arm.intoClause) return arm.intoClause;
  return undefined;
};
