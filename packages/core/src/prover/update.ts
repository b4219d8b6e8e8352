import type { Expr } from '../query/expr/expr.ts';
import type { Relation } from '../query/relation/relation.ts';
import type { DeleteStatement } from '../query/statement/delete.ts';
import type { Assignment } from '../query/statement/insert.ts';
import type { SelectItem } from '../query/statement/query.ts';
import type { UpdateStatement } from '../query/statement/update.ts';
import { openWith } from './cte.ts';
import { settleLevel } from './demand.ts';
import { factsOf } from './facts.ts';
import { bindRelation, demandOwned } from './from.ts';
import { inspect } from './inspect.ts';
import { contextOf, type Env, type Level, openLevel } from './level.ts';
import { outputOf, project } from './query.ts';
import { finish, type Session } from './session.ts';
import { bindTarget, checkAssignments } from './target.ts';
import type { Output } from './structure.ts';

interface RowWrite {
  readonly access: 'update' | 'delete';
  readonly statement: UpdateStatement | DeleteStatement;
  readonly from: readonly Relation[];
  readonly set: readonly Assignment[];
  readonly where: Expr | undefined;
  readonly returning: readonly SelectItem[];
}

/** UPDATE and DELETE: the target joined with FROM or USING, restricted by WHERE. */
const writeRows = (session: Session, w: RowWrite, parent: Level | undefined, outer: Env | undefined): Output => {
  const level = openLevel(parent, openWith(session, w.statement.with, parent, outer));
  const target = bindTarget(session, level, w.statement.target);
  if (target) demandOwned(level, target.binding, target.table, w.access);
  for (const relation of w.from) bindRelation(session, level, relation);
  if (w.where) level.edges.push(...factsOf({ session, level, guard: undefined, clause: 'WHERE' }, w.where, true));
  inspect(session, level, w.where);
  for (const { value } of w.set) inspect(session, level, value);
  for (const item of w.returning) if (!item.star) inspect(session, level, item.expr);
  for (const p of settleLevel(session, level, () => ({ exits: [] }))) finish(session, p);
  if (target) checkAssignments(session, level, target, w.set, contextOf(level), [target.binding]);
  return outputOf(level, project(session, level, w.returning), []);
};

/** Decides an UPDATE. */
export const writeUpdate = (session: Session, s: UpdateStatement, parent: Level | undefined, outer: Env | undefined): Output =>
  writeRows(session, { access: 'update', statement: s, from: s.from, set: s.set, where: s.where, returning: s.returning }, parent, outer);

/** Decides a DELETE. */
export const writeDelete = (session: Session, s: DeleteStatement, parent: Level | undefined, outer: Env | undefined): Output =>
  writeRows(session, { access: 'delete', statement: s, from: s.using, set: [], where: s.where, returning: s.returning }, parent, outer);
