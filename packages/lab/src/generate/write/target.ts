import { type Assignment, column, constant, type Expr, type SelectItem, table, type TableRelation } from '@tenantscope/core';
import type { Grammar, Made, WriteStatement } from '../grammar.ts';
import { requested, tenant } from '../parameter.ts';
import { type Column, type Context, freshAlias, isOwned, ownersOf, reference, type Source, type Table } from '../scope.ts';

/** The table that a statement writes. */
export interface Target {
  readonly table: Table;
  readonly relation: TableRelation;
  readonly source: Source;
}

export const targetOf = (context: Context): Target => {
  const { draw, tables } = context;
  const chosen = draw.some(tables.filter((t) => !t.view && (draw.chance(5) || (!t.shared && t.owned)) && t.columns.some((c) => c.name === 'id')));
  const target = chosen ?? tables.find((t) => t.owned);
  if (!target) throw new Error('the schema has no table to write');
  const alias = draw.chance(40) ? freshAlias(context, []) : undefined;
  return {
    table: target,
    relation: table({ name: target.name, ...(alias !== undefined && { alias }) }),
    source: { alias: alias ?? target.name, columns: target.columns },
  };
};

/** RETURNING, and what a reader of the CTE sees of it. */
export const returningOf = (g: Grammar, context: Context, source: Source): { readonly items: readonly SelectItem[] } & Omit<Made<WriteStatement>, 'body'> => {
  const { draw } = context;
  if (draw.chance(45)) return { items: [], columns: [] };
  if (draw.chance(40)) return { items: [{ star: true, qualifier: [source.alias] }], columns: source.columns };
  const shown = source.columns.filter((c) => draw.chance(c.owner ? 80 : 40));
  const items: SelectItem[] = shown.map((c) => ({ star: false, expr: column({ path: [source.alias, c.name] }), name: c.name }));
  const columns: Column[] = [...shown];
  if (items.length === 0 || draw.chance(20)) {
    items.push({ star: false, expr: g.value(context, 'int', 2), name: 'v1' });
    columns.push({ name: 'v1', type: 'int' });
  }
  return { items, columns };
};

/** A value for a column of a new row: the tenant's, for the column that owns it. */
export const cellOf = (g: Grammar, context: Context, source: Source, c: Column): Expr => {
  const { draw, slips } = context;
  if (c.owner && !draw.chance(slips)) {
    const theirs = draw.some((context.levels[0] ?? []).filter((s) => s !== source && isOwned(s)));
    const own = theirs && draw.some(ownersOf(theirs));
    return theirs && own && draw.chance(60) ? reference(context, theirs, own.name) : tenant;
  }
  // Some ids are taken, by rows of either tenant.
  if (c.name === 'id' && draw.chance(85)) return constant({ value: draw.chance(50) ? 8 + draw.below(4) : 1 + draw.below(7) });
  if (draw.chance(3)) return { kind: 'default' };
  if (c.type === 'uuid' && draw.chance(60)) return draw.chance(70) ? tenant : requested.uuid;
  return g.value(context, c.type, 1);
};

const moves = (g: Grammar, context: Context, source: Source, own: string): Assignment => ({
  column: own,
  value: context.draw.weighted<Expr>([[4, tenant], [3, reference(context, source, own)], [2, requested.uuid], [2, g.value(context, 'uuid', 1)]]),
});

/** SET: some columns, and now and then the one that owns the row. */
export const assignmentsOf = (g: Grammar, context: Context, source: Source): readonly Assignment[] => {
  const { draw } = context;
  const free = source.columns.filter((c) => !c.owner && c.name !== 'id');
  const some = free.filter(() => draw.chance(40));
  const chosen = some.length > 0 ? some : free.length > 0 ? free.slice(0, 1) : source.columns.slice(0, 1);
  const set = chosen.map((c): Assignment => ({ column: c.name, value: draw.chance(2) ? { kind: 'default' } : g.value(context, c.type, 2) }));
  const own = ownersOf(source).find((c) => !chosen.includes(c));
  return own && draw.chance(8) ? [...set, moves(g, context, source, own.name)] : set;
};
