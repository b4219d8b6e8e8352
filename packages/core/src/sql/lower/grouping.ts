import type { GroupingSet, Node } from 'libpg-query';
import type { Expr } from '../../query/expr/expr.ts';
import { as, exprs, type Lowering } from './context.ts';

type Sets = readonly (readonly Expr[])[];

/** ROLLUP and CUBE multiply; beyond this many sets the rest are represented by the empty one, which groups all rows together. */
const limit = 64;

const capped = (sets: Sets): Sets => (sets.length > limit ? [...sets.slice(0, limit), []] : sets);

/** `(a, b)` in GROUP BY is the two columns; `ROW(a, b)` is one value. */
const unit = (to: Lowering, node: Node): readonly Expr[] => {
  const row = as(node, 'RowExpr');
  return row?.row_format === 'COERCE_IMPLICIT_CAST' ? exprs(to, row.args) : [to.expr(node)];
};

const rollup = (units: Sets): Sets => units.map((_, i) => units.slice(0, units.length - i).flat()).concat([[]]);

const cube = (units: Sets): Sets =>
  units.reduce<Sets>((sets, u) => capped([...sets.map((s) => [...s, ...u]), ...sets]), [[]]);

const setsOf = (to: Lowering, set: GroupingSet): Sets => {
  const content = set.content ?? [];
  switch (set.kind) {
    case 'GROUPING_SET_ROLLUP':
      return rollup(content.map((n) => unit(to, n)));
    case 'GROUPING_SET_CUBE':
      return cube(content.map((n) => unit(to, n)));
    case 'GROUPING_SET_SETS':
      return content.flatMap((n) => elementSets(to, n));
    case 'GROUPING_SET_SIMPLE':
      return [exprs(to, content)];
    default:
      return [[]];
  }
};

const elementSets = (to: Lowering, node: Node): Sets => {
  const set = as(node, 'GroupingSet');
  return set ? setsOf(to, set) : [unit(to, node)];
};

/** The grouping sets of a GROUP BY clause: the product of its elements. */
export const lowerGrouping = (to: Lowering, elements: readonly Node[] | undefined): Sets | undefined => {
  if (!elements || elements.length === 0) return undefined;
  return elements.reduce<Sets>((sets, node) => {
    const more = elementSets(to, node);
    return capped(sets.flatMap((s) => more.map((m) => [...s, ...m])));
  }, [[]]);
};
