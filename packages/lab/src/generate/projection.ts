import { call, column, compare, constant, type Expr, type SelectItem, type Window } from '@tenantscope/core';
import type { Grammar } from './grammar.ts';
import { tenant } from './parameter.ts';
import { type Column, type Context, reference, type Source, type Type } from './scope.ts';

const distinctNames = (columns: readonly Column[]): boolean => new Set(columns.map((c) => c.name)).size === columns.length;

const windowOf = (g: Grammar, context: Context, sources: readonly Source[]): Window => {
  const { draw } = context;
  const owner = draw.some(sources.filter((s) => s.tenants.length > 0));
  const own = owner && owner.tenants[0] !== undefined && !draw.chance(context.slips) ? [reference(draw, owner, owner.tenants[0])] : [];
  return {
    partitionBy: [...own, ...(draw.chance(30) ? [g.value(context, 'int', 0)] : [])],
    orderBy: draw.chance(70) ? [g.value(context, 'int', 0)] : [],
    ...(draw.chance(10) && { frame: [constant({ value: 1 })] }),
  };
};

const windowCall = (g: Grammar, context: Context, sources: readonly Source[]): Expr => {
  const { draw } = context;
  const over = windowOf(g, context, sources);
  const name = draw.pick(['row_number', 'rank', 'count', 'sum', 'lag', 'first_value', 'max']);
  const none = name === 'row_number' || name === 'rank';
  return call({ name: [name], args: none ? [] : [g.value(context, 'int', 0)], over });
};

const aggregate = (g: Grammar, context: Context): { readonly expr: Expr; readonly type: Type } => {
  const { draw } = context;
  const arg = (type: Type): Expr => g.value({ ...context, depth: 0 }, type, 1);
  return draw.weighted<() => { expr: Expr; type: Type }>([
    [3, () => ({ expr: call({ name: ['count'], args: [], star: true }), type: 'int' })],
    [3, () => ({ expr: call({ name: [draw.pick(['max', 'min', 'sum', 'count'])], args: [arg('int')], ...(draw.chance(20) && { distinct: true }), ...(draw.chance(15) && { filter: g.predicate({ ...context, depth: 0 }, 1) }) }), type: 'int' })],
    [2, () => ({ expr: call({ name: ['max'], args: [arg('text')] }), type: 'text' })],
    [1, () => ({ expr: call({ name: ['array_agg'], args: [arg('int')], ...(draw.chance(50) && { orderBy: [arg('int')] }) }), type: 'other' })],
    [1, () => ({ expr: call({ name: ['bool_and'], args: [g.predicate({ ...context, depth: 0 }, 0)] }), type: 'bool' })],
  ])();
};

/** The output of one level, and what shapes it. */
export interface Projection {
  readonly items: readonly SelectItem[];
  readonly columns: readonly Column[];
  readonly tenants: readonly string[];
  readonly groupBy?: readonly (readonly Expr[])[];
  readonly having?: Expr;
}

const plainItems = (g: Grammar, context: Context, sources: readonly Source[]): Projection => {
  const { draw } = context;
  const all = sources.flatMap((s) => s.columns);
  if (all.length > 0 && distinctNames(all) && draw.chance(25)) return { items: [{ star: true }], columns: all, tenants: sources.flatMap((s) => s.tenants) };
  const one = draw.some(sources);
  if (one && one.columns.length > 0 && draw.chance(15)) return { items: [{ star: true, qualifier: [one.alias] }], columns: one.columns, tenants: one.tenants };
  const items: SelectItem[] = [];
  const columns: Column[] = [];
  const tenants: string[] = [];
  const add = (expr: Expr, type: Type, name: string, owner: boolean): void => {
    if (columns.some((c) => c.name === name)) return;
    items.push({ star: false, expr, name });
    columns.push({ name, type });
    if (owner) tenants.push(name);
  };
  for (const s of sources)
    for (const c of s.columns) if (draw.chance(s.tenants.includes(c.name) ? 65 : 35)) add(reference(draw, s, c.name), c.type, draw.chance(80) ? c.name : `${c.name}_${s.alias}`, s.tenants.includes(c.name));
  if (draw.chance(35)) add(g.value(context, 'int', 2), 'int', 'v1', false);
  if (draw.chance(12)) add(g.value(context, 'uuid', 2), 'uuid', 'v2', false);
  if (draw.chance(8)) add(g.predicate(context, 1), 'bool', 'v3', false);
  if (draw.chance(12)) add(windowCall(g, context, sources), 'int', 'w1', false);
  if (items.length === 0) add(constant({ value: 1 }), 'int', 'v0', false);
  return { items, columns, tenants };
};

/** Expressions that may stand beside aggregates: grouped columns and aggregates of the rest. */
const groupedItems = (g: Grammar, context: Context, sources: readonly Source[]): Projection => {
  const { draw } = context;
  const keys: { expr: Expr; column: Column; owner: boolean }[] = [];
  for (const s of sources)
    for (const c of s.columns)
      if (keys.length < 3 && !keys.some((k) => k.column.name === c.name) && draw.chance(s.tenants.includes(c.name) ? 70 : 12))
        keys.push({ expr: column({ path: [s.alias, c.name] }), column: c, owner: s.tenants.includes(c.name) });
  const totals = Array.from({ length: 1 + draw.below(2) }, (_, i) => ({ ...aggregate(g, context), name: `g${i}` }));
  const shown = keys.filter(() => draw.chance(85));
  const set = keys.map((k) => k.expr);
  const sets = keys.length > 0 && draw.chance(12) ? (draw.chance(50) ? [...set.map((_, i) => set.slice(0, set.length - i)), []] : [set, set.slice(0, 1)]) : [set];
  const owner = keys.find((k) => k.owner);
  const having = draw.chance(25)
    ? owner && draw.chance(50) ? compare({ op: '=', left: owner.expr, right: tenant }) : compare({ op: '>=', left: totals[0]?.type === 'int' ? totals[0].expr : call({ name: ['count'], args: [], star: true }), right: constant({ value: draw.below(2) }) })
    : undefined;
  return {
    items: [...shown.map((k) => ({ star: false as const, expr: k.expr, name: k.column.name })), ...totals.map((a) => ({ star: false as const, expr: a.expr, name: a.name }))],
    columns: [...shown.map((k) => k.column), ...totals.map((a) => ({ name: a.name, type: a.type }))],
    tenants: shown.filter((k) => k.owner).map((k) => k.column.name),
    ...(keys.length > 0 || draw.chance(10) ? { groupBy: sets } : {}),
    ...(having && { having }),
  };
};

export const itemsFor = (g: Grammar, context: Context, sources: readonly Source[], wanted: Type | 'any' | undefined): Projection => {
  const { draw } = context;
  if (wanted === undefined) return sources.length > 0 && draw.chance(18) ? groupedItems(g, context, sources) : plainItems(g, context, sources);
  if (wanted === 'any') return { items: [{ star: false, expr: constant({ value: 1 }) }], columns: [], tenants: [] };
  if (wanted === 'int' && draw.chance(40)) return { items: [{ star: false, expr: aggregate(g, context).expr.kind === 'call' ? call({ name: [draw.pick(['max', 'count', 'min'])], args: [g.value({ ...context, depth: 0 }, 'int', 1)] }) : constant({ value: 1 }) }], columns: [], tenants: [] };
  return { items: [{ star: false, expr: g.value(context, wanted, 1) }], columns: [], tenants: [] };
};

export const isAggregated = (p: Projection): boolean => p.groupBy !== undefined || p.items.some((i) => !i.star && i.expr.kind === 'call' && i.expr.over === undefined && ['max', 'min', 'count', 'sum', 'array_agg', 'bool_and'].includes(i.expr.name[0] ?? ''));
