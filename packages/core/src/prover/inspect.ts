import type { Expr } from '../query/expr/expr.ts';
import type { SubqueryExpr } from '../query/expr/subquery.ts';
import type { SelectItem } from '../query/statement/query.ts';
import { walk } from '../query/visit.ts';
import { checkCall, checkColumnType, checkHiddenCall } from './calls.ts';
import { type Level, startsFor } from './level.ts';
import { lookup, subqueryResult } from './resolve.ts';
import { refuse, refuseUnread, type Session } from './session.ts';
import type { JoinNode, Pending } from './structure.ts';

/** Where an expression is evaluated, as far as its sub-queries' obligations care. */
export interface Position {
  /** It stands in this join's condition. */
  readonly inside?: JoinNode | undefined;
  /** It is evaluated even when no row passes WHERE. */
  readonly regardless?: boolean | undefined;
  /** An outer aggregate may hide in it, which makes a row of no rows. */
  readonly perhaps?: boolean | undefined;
}

/** Demands that the obligations a sub-query left open be met by the level around it. */
const demandPending = (level: Level, pending: readonly Pending[], position: Position): void => {
  for (const p of pending)
    level.demands.push({
      obligation: p.obligation,
      starts: startsFor(p, () => undefined),
      present: [],
      inside: position.inside,
      regardless: position.regardless,
      perhaps: position.perhaps,
      inherited: p,
    });
};

const checkColumn = (session: Session, level: Level, e: Extract<Expr, { kind: 'column' }>): void => {
  if (e.path.at(-1) === 'ctid') refuseUnread(session, { rule: 'unproven-column', cause: 'where a row lies (ctid) depends on the rows of other tenants', at: e.at });
  const found = lookup(level, e.path);
  if (found.kind === 'found') checkColumnType(session, found.term, e.at);
  if (found.kind !== 'missing' || (e.path.length === 1 && level.aliases.has(e.path[0] ?? ''))) return;
  refuse(session, {
    verdict: 'unproven',
    rule: 'unproven-column',
    message: `the column ${e.path.join('.')} is not found in any relation of the query`,
    why: 'either the statement fails, or the known schema is out of date',
    at: e.at,
  });
};

/** EXISTS of a query that always has a row says nothing of the rows it reads. */
const pendingOf = (session: Session, level: Level, e: SubqueryExpr): readonly Pending[] => {
  const { output, always } = subqueryResult(session, level, e);
  return e.form === 'exists' && always === true ? [] : output.pending;
};

/** Visits an expression once: sub-queries are decided, functions checked, unread parts refused. */
export const inspect = (session: Session, level: Level, e: Expr | undefined, position: Position = {}): void => {
  if (!e) return;
  walk(e, (node) => {
    if (node.kind === 'subquery') demandPending(level, pendingOf(session, level, node), position);
    else if (node.kind === 'call') checkCall(session, level, node);
    else if (node.kind === 'opaque') refuseUnread(session, node);
    else if (node.kind === 'column') checkColumn(session, level, node);
    else checkHiddenCall(session, node);
  });
};

/** Visits the expressions of a select list or RETURNING. */
export const inspectItems = (session: Session, level: Level, items: readonly SelectItem[], position?: Position): void => {
  for (const item of items) if (!item.star) inspect(session, level, item.expr, position);
};
