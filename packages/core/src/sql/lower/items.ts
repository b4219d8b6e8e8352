import type { ColumnRef, Node, ReturningClause } from 'libpg-query';
import { opaque } from '../../query/expr/opaque.ts';
import type { SelectItem } from '../../query/statement/query.ts';
import { as, type Lowering, stringOf, unread, unreadExpr } from './context.ts';

const starOf = (ref: ColumnRef | undefined): SelectItem | undefined => {
  const fields = ref?.fields ?? [];
  const last = fields.at(-1);
  if (!last || !('A_Star' in last)) return undefined;
  return fields.length === 1 ? { star: true } : { star: true, qualifier: fields.slice(0, -1).map(stringOf) };
};

const lowerItem = (to: Lowering, node: Node): SelectItem => {
  const target = as(node, 'ResTarget');
  const star = starOf(as(target?.val, 'ColumnRef'));
  if (star) return star;
  const expr = target?.val ? to.expr(target.val) : unreadExpr('ResTarget', []);
  return target?.name === undefined ? { star: false, expr } : { star: false, expr, name: target.name };
};

/** The output columns of SELECT or RETURNING. */
export const lowerItems = (to: Lowering, targets: readonly Node[] | undefined): readonly SelectItem[] =>
  (targets ?? []).map((t) => lowerItem(to, t));

/** `WITH (OLD AS o, NEW AS n)` renames the two rows for the RETURNING clause only; the renaming is not followed. */
export const lowerReturning = (to: Lowering, clause: ReturningClause | undefined): readonly SelectItem[] => {
  const items = lowerItems(to, clause?.exprs);
  if (!clause?.options) return items;
  const args = items.flatMap((i) => (i.star ? [] : [i.expr]));
  return [{ star: false, expr: opaque({ rule: unread, cause: 'RETURNING WITH (OLD AS …, NEW AS …) is not read yet', args }) }];
};
