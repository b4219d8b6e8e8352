import { cast, column, constant, type Expr, type Query, type SelectItem, type SelectQuery, select, setOperation, subquery } from '@tenantscope/core';
import { type From, fromOf } from './from.ts';
import type { Grammar, Made } from './grammar.ts';
import { tenant, uuidType } from './parameter.ts';
import { hasWindow, isAggregated, itemsFor, type Projection } from './projection.ts';
import { columnOf, type Context, inner, isOwned, ownersOf, reference, shallow, type Source, type Type, withSources } from './scope.ts';
import { whereOf } from './where.ts';

type Shape = Pick<SelectQuery, 'distinct' | 'orderBy'>;

const sortKey = (context: Context): readonly Expr[] => {
  const key = columnOf(context, 'int');
  return key ? [key] : [];
};

/** DISTINCT ON, by the tenant unless it slips. */
const distinctOn = (context: Context, sources: readonly Source[]): Shape | undefined => {
  const { draw } = context;
  const owner = draw.some(sources.filter(isOwned));
  const own = owner && draw.some(ownersOf(owner));
  if (!owner || !own) return undefined;
  const on = [...(draw.chance(context.slips) ? [] : [column({ path: [owner.alias, own.name] })]), ...(draw.chance(50) ? sortKey(context) : [])];
  return on.length === 0 ? undefined : { distinct: on, orderBy: draw.chance(85) ? [...on, ...sortKey(context)] : [] };
};

const shapeOf = (context: Context, projection: Projection, sources: readonly Source[]): Shape => {
  const { draw } = context;
  if (isAggregated(projection)) return { distinct: draw.chance(5), orderBy: [] };
  const roll = draw.below(100);
  if (roll < 7) return { distinct: true, orderBy: [] };
  const on = roll < 14 ? distinctOn(context, sources) : undefined;
  return on ?? { distinct: false, orderBy: draw.chance(25) ? sortKey(context) : [] };
};

const limitOf = (g: Grammar, context: Context, percent: number): Expr | undefined => {
  const { draw } = context;
  if (!draw.chance(percent)) return undefined;
  if (context.depth > 0 && draw.chance(8)) return subquery({ form: 'scalar', query: g.subquery({ ...shallow(context, 1), levels: [] }, 'int') });
  return constant({ value: draw.chance(4) ? 0 : 1 + draw.below(3) });
};

/** A total order of the rows, so that LIMIT means something. */
const totalOrder = ({ from, sources }: From): readonly Expr[] =>
  from.length === 0 ? [] : sources.flatMap((s) => s.columns.slice(0, 2).map((c) => column({ path: [s.alias, c.name] })));

const isLockable = (made: From, projection: Projection, shape: Shape): boolean =>
  !isAggregated(projection) && !hasWindow(projection) && shape.distinct === false && made.from.every((r) => r.kind === 'table');

/** One level. `wanted`: the type of its only column, for a sub-query. */
export const selectOf = (g: Grammar, outer: Context, wanted?: Type | 'any'): Made => {
  const { draw } = outer;
  const opened = inner(outer, []);
  const made: From = draw.chance(98) ? fromOf(g, opened) : { from: [], sources: [], star: [] };
  const context = withSources(opened, made.sources);
  const where = whereOf(g, context, made);
  const projection = itemsFor(g, context, made, wanted);
  const shape: Shape = wanted === undefined ? shapeOf(context, projection, made.sources) : { distinct: false, orderBy: [] };
  const limit = limitOf(g, context, wanted !== undefined && wanted !== 'any' ? 35 : 12);
  const ordered = shape.orderBy.length > 0 || !limit || shape.distinct !== false || isAggregated(projection) || draw.chance(20);
  const body = select({
    items: projection.items,
    distinct: shape.distinct,
    from: made.from,
    ...(where && { where }),
    ...(projection.groupBy && { groupBy: projection.groupBy }),
    ...(projection.having && { having: projection.having }),
    windows: [],
    orderBy: ordered ? shape.orderBy : totalOrder(made),
    ...(limit && { limit }),
    ...(draw.chance(4) && { offset: constant({ value: draw.below(2) }) }),
    locking: draw.chance(4) && isLockable(made, projection, shape),
  });
  return { body, columns: projection.columns };
};

const branchOf = (g: Grammar, context: Context, types: readonly Type[]): Query => {
  const opened = inner(context, []);
  const made = fromOf(g, opened);
  const level = withSources(opened, made.sources);
  const where = whereOf(g, level, made);
  const source = context.draw.some(made.sources.filter(isOwned));
  const own = source && context.draw.some(ownersOf(source));
  const items: SelectItem[] = [
    { star: false, expr: source && own ? reference(level, source, own.name) : cast({ arg: tenant, type: uuidType }), name: 't' },
    ...types.map((type, i) => ({ star: false as const, expr: g.value(level, type, 1), name: `c${i}` })),
  ];
  return select({ items, distinct: false, from: made.from, ...(where && { where }), windows: [], orderBy: [], locking: false });
};

const columnTypes = ['int', 'text', 'uuid'] as const;

/** Two branches of the same columns; each is scoped, or slips, by itself. */
export const setOf = (g: Grammar, context: Context): Made => {
  const { draw } = context;
  const types = Array.from({ length: 1 + draw.below(2) }, () => draw.pick<Type>(columnTypes));
  const body = setOperation({
    op: draw.pick(['union', 'union', 'intersect', 'except']),
    all: draw.chance(50),
    left: branchOf(g, context, types),
    right: branchOf(g, context, types),
    orderBy: draw.chance(20) ? [constant({ value: 2 })] : [],
    ...(draw.chance(8) && { limit: constant({ value: 2 }) }),
    locking: false,
  });
  return { body, columns: [{ name: 't', type: 'uuid', owner: true }, ...types.map((type, i) => ({ name: `c${i}`, type }))] };
};
