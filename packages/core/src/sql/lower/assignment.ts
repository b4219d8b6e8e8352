import type { Node, ResTarget } from 'libpg-query';
import { constant } from '../../query/expr/constant.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { operator } from '../../query/expr/operator.ts';
import type { Assignment } from '../../query/statement/insert.ts';
import { as, isStar, type Lowering, nameAt, unreadExpr } from './context.ts';

/** Component `number` of `(a, b) = source`: its own expression when the source spells it out, else a field of it. */
const component = (to: Lowering, source: Node | undefined, number: number): Expr => {
  if (!source) return unreadExpr('MultiAssignRef', []);
  const items = as(source, 'RowExpr')?.args ?? [];
  const item = items[number - 1];
  if (item && !items.some(isStar)) return to.expr(item);
  const whole = to.expr(source);
  return operator({ op: 'field', args: [whole, constant({ value: number })], at: whole.at });
};

const valueOf = (to: Lowering, val: Node | undefined): Expr => {
  const multi = as(val, 'MultiAssignRef');
  if (multi) return component(to, multi.source, multi.colno ?? 1);
  return val ? to.expr(val) : unreadExpr('ResTarget', []);
};

const lowerAssignment = (to: Lowering, target: ResTarget): Assignment => ({
  column: target.name ?? '',
  value: valueOf(to, target.val),
  at: nameAt(to, target.location),
});

/** SET clauses. `column[1] = …` and `column.field = …` assign to the column. */
export const lowerAssignments = (to: Lowering, targets: readonly Node[] | undefined): readonly Assignment[] =>
  (targets ?? []).map((t) => lowerAssignment(to, as(t, 'ResTarget') ?? {}));

/** The column list of INSERT; undefined when there is none. */
export const columnNames = (targets: readonly Node[] | undefined): readonly string[] | undefined =>
  targets?.map((t) => as(t, 'ResTarget')?.name ?? '');
