import { cast, column, compare, constant, type Expr, type SelectItem } from '@tenantscope/core';
import { aggregateOf, isAggregate, windowCall } from './aggregate.ts';
import type { From } from './from.ts';
import type { Grammar } from './grammar.ts';
import { requested, tenant, uuidType } from './parameter.ts';
import { type Column, columnOf, type Context, reference, type Source, type Type } from './scope.ts';

/** The output of one level, and what shapes it. */
export interface Projection {
  readonly items: readonly SelectItem[];
  readonly columns: readonly Column[];
  readonly groupBy?: readonly (readonly Expr[])[];
  readonly having?: Expr;
}

interface Cell {
  readonly item: SelectItem;
  readonly column: Column;
}

const cell = (expr: Expr, column: Column): Cell => ({ item: { star: false, expr, name: column.name }, column });

const projected = (cells: readonly Cell[]): Projection => ({ items: cells.map((c) => c.item), columns: cells.map((c) => c.column) });

const shown = (context: Context, s: Source): readonly Cell[] =>
  s.columns
    .filter((c) => context.draw.chance(c.owner ? 65 : 35))
    .map((c) => cell(reference(context, s, c.name), { ...c, name: context.draw.chance(80) ? c.name : `${c.name}_${s.alias}` }));

const computed = (g: Grammar, context: Context, sources: readonly Source[]): readonly Cell[] => {
  const { draw } = context;
  return [
    ...(draw.chance(35) ? [cell(g.value(context, 'int', 2), { name: 'v1', type: 'int' })] : []),
    ...(draw.chance(12) ? [cell(g.value(context, 'uuid', 2), { name: 'v2', type: 'uuid', owner: draw.chance(30) })] : []),
    ...(draw.chance(8) ? [cell(g.predicate(context, 1), { name: 'v3', type: 'bool' })] : []),
    ...(draw.chance(12) ? [cell(windowCall(g, context, sources), { name: 'w1', type: 'int' })] : []),
  ];
};

/** Mostly each name once; two columns of one name are what a careless `SELECT a.t, b.t` gives. */
const apart = (context: Context, cells: readonly Cell[]): readonly Cell[] =>
  context.draw.chance(7) ? cells : cells.filter((c, i) => cells.findIndex((other) => other.column.name === c.column.name) === i);

const plainItems = (g: Grammar, context: Context, { sources, star }: From): Projection => {
  const { draw } = context;
  const repeats = new Set(star.map((c) => c.name)).size < star.length;
  if (star.length > 0 && draw.chance(repeats ? 5 : 25)) return { items: [{ star: true }], columns: star };
  const one = draw.some(sources);
  if (one && one.columns.length > 0 && draw.chance(12)) return { items: [{ star: true, qualifier: [one.alias] }], columns: one.columns };
  const cells = apart(context, [...sources.flatMap((s) => shown(context, s)), ...computed(g, context, sources)]);
  return projected(cells.length > 0 ? cells : [cell(constant({ value: 1 }), { name: 'v0', type: 'int' })]);
};

const keysOf = (context: Context, sources: readonly Source[]): readonly Cell[] => {
  const all = sources.flatMap((s) => s.columns.filter((c) => context.draw.chance(c.owner ? 70 : 12)).map((c) => cell(column({ path: [s.alias, c.name] }), c)));
  return all.filter((c, i) => all.findIndex((other) => other.column.name === c.column.name) === i).slice(0, 3);
};

const exprOf = ({ item }: Cell): Expr => (item.star ? constant({ value: 1 }) : item.expr);

const groupingSets = ({ draw }: Context, keys: readonly Expr[]): readonly (readonly Expr[])[] => {
  if (keys.length === 0 || !draw.chance(15)) return [keys];
  return draw.chance(50) ? [...keys.map((_, i) => keys.slice(0, keys.length - i)), []] : [keys, keys.slice(0, 1)];
};

const havingOf = (g: Grammar, context: Context, keys: readonly Cell[]): Expr | undefined => {
  const { draw } = context;
  if (!draw.chance(25)) return undefined;
  const owner = keys.find((k) => k.column.owner);
  if (owner && draw.chance(60)) return compare({ op: draw.chance(85) ? '=' : 'is not distinct from', left: exprOf(owner), right: tenant });
  return compare({ op: '>=', left: aggregateOf(g, context, 'int').expr, right: constant({ value: draw.below(2) }) });
};

/** A value that is no column of the group: it keeps its value in the group of no rows. */
const beside = (context: Context, keys: readonly Cell[]): readonly Cell[] => {
  const { draw, levels } = context;
  if (!draw.chance(20) || keys.some((k) => k.column.name === 't')) return [];
  const outer = columnOf({ ...context, levels: levels.slice(1) }, 'uuid');
  const value = draw.some([...(outer ? [outer, outer] : []), cast({ arg: tenant, type: uuidType }), cast({ arg: requested.uuid, type: uuidType })]);
  return value ? [cell(value, { name: 't', type: 'uuid', owner: true })] : [];
};

/** Grouped columns and aggregates of the rest. */
const groupedItems = (g: Grammar, context: Context, { sources }: From): Projection => {
  const { draw } = context;
  const keys = keysOf(context, sources);
  const totals = Array.from({ length: 1 + draw.below(2) }, (_, i) => {
    const { expr, type } = aggregateOf(g, context);
    return cell(expr, { name: `g${i}`, type });
  });
  const having = havingOf(g, context, keys);
  const grouped = keys.length > 0 || draw.chance(10);
  return {
    ...projected([...keys.filter(() => draw.chance(85)), ...beside(context, keys), ...totals]),
    ...(grouped && { groupBy: groupingSets(context, keys.map(exprOf)) }),
    ...(having && { having }),
  };
};

const single = (expr: Expr): Projection => ({ items: [{ star: false, expr }], columns: [] });

/** The select list. `wanted`: the type of its only column. */
export const itemsFor = (g: Grammar, context: Context, made: From, wanted: Type | 'any' | undefined): Projection => {
  const { draw } = context;
  if (wanted === undefined) return made.sources.length > 0 && draw.chance(18) ? groupedItems(g, context, made) : plainItems(g, context, made);
  if (wanted === 'any' && draw.chance(12)) return { ...groupedItems(g, context, made), columns: [] };
  if (wanted === 'any') return single(constant({ value: 1 }));
  const total = (wanted === 'int' && draw.chance(40)) || (wanted === 'text' && draw.chance(10));
  return single(total ? aggregateOf(g, context, wanted).expr : g.value(context, wanted, 1));
};

/** Whether its rows are groups. */
export const isAggregated = (p: Projection): boolean => p.groupBy !== undefined || p.having !== undefined || p.items.some((i) => !i.star && isAggregate(i.expr));

export const hasWindow = (p: Projection): boolean => p.items.some((i) => !i.star && i.expr.kind === 'call' && i.expr.over !== undefined);
