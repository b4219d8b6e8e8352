import { call, type CallExpr, cast, constant, type Expr, select, subquery, type Window } from '@tenantscope/core';
import type { Grammar } from './grammar.ts';
import { requested } from './parameter.ts';
import { columnOf, type Context, isOwned, ownersOf, reference, shallow, type Source, type Type } from './scope.ts';

const names = new Set(['count', 'max', 'min', 'sum', 'array_agg', 'bool_and']);

/** Whether it is one of the aggregates made here. */
export const isAggregate = (e: Expr): boolean => e.kind === 'call' && e.over === undefined && names.has(e.name[0] ?? '');

export interface Aggregate {
  readonly expr: Expr;
  readonly type: Type;
}

export const aggregateOf = (g: Grammar, context: Context, wanted?: Type): Aggregate => {
  const { draw } = context;
  const flat = shallow(context, draw.chance(10) ? 1 : 0);
  const make = (name: string, type: Type, arg: Expr, more: Partial<CallExpr> = {}): Aggregate => ({ expr: call({ name: [name], args: [arg], ...more }), type });
  const makers: (readonly [number, Type, () => Aggregate])[] = [
    [3, 'int', () => ({ expr: call({ name: ['count'], args: [], star: true }), type: 'int' })],
    [3, 'int', () => make(draw.pick(['max', 'min', 'sum', 'count']), 'int', g.value(flat, 'int', 1), { ...(draw.chance(20) && { distinct: true }), ...(draw.chance(20) && { filter: g.predicate(flat, 1) }) })],
    [2, 'text', () => make('max', 'text', g.value(flat, 'text', 1))],
    [1, 'other', () => make('array_agg', 'other', g.value(shallow(context), 'int', 1), draw.chance(50) ? { orderBy: [g.value(shallow(context), 'int', 1)] } : {})],
    [1, 'bool', () => make('bool_and', 'bool', g.predicate(shallow(context), 0))],
  ];
  return draw.weighted(makers.filter(([, type]) => wanted === undefined || type === wanted).map(([weight, , maker]) => [weight, maker] as const))();
};

/** `(SELECT count(a.id))` has no FROM: the aggregate belongs to the level of `a`. */
export const strayAggregate = (g: Grammar, context: Context): Expr =>
  subquery({ form: 'scalar', query: select({ items: [{ star: false, expr: call({ name: ['count'], args: [g.value(shallow(context), 'int', 0)] }) }], distinct: false, from: [], windows: [], orderBy: [], locking: false }) });

/** What a window must be parted by to stay inside one tenant, or something like it. */
const partition = (context: Context, sources: readonly Source[]): Expr | undefined => {
  const { draw } = context;
  const owner = draw.some(sources.filter(isOwned));
  const column = owner && draw.some(ownersOf(owner));
  if (!owner || !column || draw.chance(context.slips)) return undefined;
  const own = reference(context, owner, column.name);
  if (draw.chance(100 - context.slips)) return own;
  return draw.chance(50) ? call({ name: ['nullif'], args: [own, columnOf(context, 'uuid') ?? cast({ arg: requested.uuid, type: { name: 'uuid', modifier: false, array: false } })] }) : columnOf(context, 'uuid');
};

const windowOf = (g: Grammar, context: Context, sources: readonly Source[]): Window => {
  const { draw } = context;
  const own = partition(context, sources);
  return {
    partitionBy: [...(own ? [own] : []), ...(draw.chance(30) ? [g.value(context, 'int', 0)] : [])],
    orderBy: draw.chance(70) ? [g.value(context, 'int', 0)] : [],
    ...(draw.chance(10) && { frame: [constant({ value: 1 })] }),
  };
};

const windowFunctions = ['row_number', 'rank', 'count', 'sum', 'lag', 'first_value', 'max'] as const;

export const windowCall = (g: Grammar, context: Context, sources: readonly Source[]): Expr => {
  const name = context.draw.pick(windowFunctions);
  const over = windowOf(g, context, sources);
  return call({ name: [name], args: name === 'row_number' || name === 'rank' ? [] : [g.value(context, 'int', 0)], over });
};
