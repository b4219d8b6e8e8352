import { cast, column, constant, type Expr, type Query, type SelectItem, type SelectQuery, select, setOperation } from '@tenantscope/core';
import { fromOf } from './from.ts';
import type { Grammar, Made } from './grammar.ts';
import { tenant, uuidType } from './parameter.ts';
import { isAggregated, itemsFor, type Projection } from './projection.ts';
import { type Context, inner, reference, type Source, type Type, withSources } from './scope.ts';
import { whereOf } from './where.ts';

const distinctOf = (g: Grammar, context: Context, projection: Projection, sources: readonly Source[]): { distinct: SelectQuery['distinct']; orderBy: readonly Expr[] } => {
  const { draw } = context;
  if (projection.groupBy || projection.having) return { distinct: draw.chance(5), orderBy: [] };
  const roll = draw.below(100);
  if (roll < 8) return { distinct: true, orderBy: [] };
  const owner = draw.some(sources.filter((s) => s.tenants.length > 0));
  const name = owner?.tenants[0];
  if (roll < 15 && owner && name !== undefined) {
    const on = [...(draw.chance(context.slips) ? [] : [column({ path: [owner.alias, name] })]), ...(draw.chance(50) ? [g.value({ ...context, depth: 0 }, 'int', 0)] : [])];
    if (on.length > 0 && on.every((e) => e.kind === 'column')) return { distinct: on, orderBy: draw.chance(80) ? [...on, g.value({ ...context, depth: 0 }, 'int', 0)] : [] };
  }
  return { distinct: false, orderBy: draw.chance(25) ? [g.value({ ...context, depth: 0 }, 'int', 0)] : [] };
};

/** One level. `wanted`: the type of its only column, for a sub-query. */
export const selectOf = (g: Grammar, outer: Context, wanted?: Type | 'any'): Made => {
  const { draw } = outer;
  const opened = inner(outer, []);
  const { from, sources } = draw.chance(98) ? fromOf(g, opened) : { from: [], sources: [] };
  const context = withSources(opened, sources);
  const where = whereOf(g, context, sources, from);
  const projection = itemsFor(g, context, sources, wanted);
  const aggregated = isAggregated(projection);
  const { distinct, orderBy } = aggregated || wanted !== undefined ? { distinct: false as const, orderBy: [] } : distinctOf(g, context, projection, sources);
  const limited = draw.chance(wanted !== undefined && wanted !== 'any' ? 35 : 12);
  const limit = limited ? constant({ value: draw.chance(4) ? 0 : 1 + draw.below(3) }) : undefined;
  const simple = !aggregated && distinct === false && from.every((r) => r.kind === 'table') && !projection.items.some((i) => !i.star && i.expr.kind === 'call' && i.expr.over);
  const query = select({
    items: projection.items,
    distinct,
    from,
    ...(where && { where }),
    ...(projection.groupBy && { groupBy: projection.groupBy }),
    ...(projection.having && { having: projection.having }),
    windows: [],
    orderBy: orderBy.length === 0 && limit && !aggregated && draw.chance(50) ? sources.flatMap((s) => s.columns.slice(0, 2).map((c) => column({ path: [s.alias, c.name] }))) : orderBy,
    ...(limit && { limit }),
    ...(draw.chance(4) && { offset: constant({ value: draw.below(2) }) }),
    locking: simple && draw.chance(4),
  });
  return { body: query, columns: projection.columns, tenants: projection.tenants };
};

/** Two branches of the same columns; each is scoped, or slips, by itself. */
export const setOf = (g: Grammar, context: Context): Made => {
  const { draw } = context;
  const types = Array.from({ length: 1 + draw.below(2) }, () => draw.pick<Type>(['int', 'text', 'uuid']));
  const branch = (): Query => {
    const opened = inner(context, []);
    const { from, sources } = fromOf(g, opened);
    const level = withSources(opened, sources);
    const where = whereOf(g, level, sources, from);
    const owned = draw.some(sources.filter((s) => s.tenants.length > 0));
    const own = owned?.tenants[0];
    const items: SelectItem[] = [
      { star: false, expr: owned && own !== undefined ? reference(draw, owned, own) : cast({ arg: tenant, type: uuidType }), name: 't' },
      ...types.map((type, i) => ({ star: false as const, expr: g.value(level, type, 1), name: `c${i}` })),
    ];
    return select({ items, distinct: false, from, ...(where && { where }), windows: [], orderBy: [], locking: false });
  };
  const left = branch();
  const right = branch();
  const query = setOperation({ op: draw.pick(['union', 'union', 'intersect', 'except']), all: draw.chance(50), left, right, orderBy: draw.chance(20) ? [constant({ value: 2 })] : [], ...(draw.chance(8) && { limit: constant({ value: 2 }) }), locking: false });
  return { body: query, columns: [{ name: 't', type: 'uuid' }, ...types.map((type, i) => ({ name: `c${i}`, type }))], tenants: ['t'] };
};
