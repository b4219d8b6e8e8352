import type { TableModel } from '../model/model.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { Relation } from '../query/relation/relation.ts';
import type { DeleteStatement } from '../query/statement/delete.ts';
import type { Assignment } from '../query/statement/insert.ts';
import type { SelectItem } from '../query/statement/query.ts';
import type { UpdateStatement } from '../query/statement/update.ts';
import { checkSpread } from './cascade.ts';
import { certainFacts } from './closure.ts';
import { ownerState } from './columns.ts';
import { openWith } from './cte.ts';
import { noExit, settleLevel } from './demand.ts';
import { factsOf } from './facts.ts';
import { bindRelation, bindTable, demandOwned, showBinding } from './from.ts';
import { inspect, inspectItems } from './inspect.ts';
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

/** RETURNING of UPDATE sees the row as it became: of what WHERE said, only the owner is known to have stayed. */
const returned = (session: Session, w: RowWrite, before: Level, table: TableModel | undefined, owned: boolean): Output => {
  const level = openLevel(before.parent, before.env);
  if (table) {
    const binding = bindTable(session, level, w.statement.target, table);
    showBinding(level, binding);
    const owner = ownerState(binding, table);
    if (owner && owned && !w.set.some((a) => a.column === owner.term.source?.column))
      level.edges.push({ kind: 'tagged', a: owner.term, tag: owner.tag, guard: undefined, says: 'the updated row is the tenant’s own' });
  }
  level.bindings.push(...before.bindings.slice(table ? 1 : 0));
  level.star.push(...before.star.slice(table ? 1 : 0));
  inspectItems(session, level, w.returning);
  for (const p of settleLevel(session, level, noExit)) finish(session, p);
  return outputOf(level, project(session, level, w.returning), []);
};

/** UPDATE and DELETE: the target joined with FROM or USING, restricted by WHERE. */
const writeRows = (session: Session, w: RowWrite, parent: Level | undefined, outer: Env | undefined): Output => {
  const level = openLevel(parent, openWith(session, w.statement.with, parent, outer));
  const target = bindTarget(session, level, w.statement.target);
  if (target) demandOwned(level, target.binding, target.table, w.access);
  for (const relation of w.from) bindRelation(session, level, relation);
  if (w.where) level.edges.push(...factsOf({ session, level, guard: undefined, clause: 'WHERE' }, w.where, true, certainFacts(contextOf(level))));
  inspect(session, level, w.where);
  for (const { value } of w.set) inspect(session, level, value);
  if (w.set.length === 0) inspectItems(session, level, w.returning);
  const pending = settleLevel(session, level, noExit);
  for (const p of pending) finish(session, p);
  if (target && w.access === 'delete') checkSpread(session, target.table, 'delete', w.statement.target.at);
  if (target) checkAssignments(session, level, target, w.set, contextOf(level), [target.binding]);
  if (w.set.length === 0) return outputOf(level, project(session, level, w.returning), []);
  return returned(session, w, level, target?.table, pending.length === 0);
};

/** Decides an UPDATE. */
export const writeUpdate = (session: Session, s: UpdateStatement, parent: Level | undefined, outer: Env | undefined): Output =>
  writeRows(session, { access: 'update', statement: s, from: s.from, set: s.set, where: s.where, returning: s.returning }, parent, outer);

/** Decides a DELETE. */
export const writeDelete = (session: Session, s: DeleteStatement, parent: Level | undefined, outer: Env | undefined): Output =>
  writeRows(session, { access: 'delete', statement: s, from: s.using, set: [], where: s.where, returning: s.returning }, parent, outer);
