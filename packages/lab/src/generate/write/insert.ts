import { cast, column, constant, type Expr, insert, type OnConflict, type Query, type SelectItem, select, table, values } from '@tenantscope/core';
import { type From, fromOf } from '../from.ts';
import type { Grammar, Made, WriteStatement } from '../grammar.ts';
import { uuidType } from '../parameter.ts';
import { type Column, type Context, inner, shallow, type Source, withSources } from '../scope.ts';
import { scoping } from '../tenancy.ts';
import { whereOf } from '../where.ts';
import { assignmentsOf, cellOf, returningOf, type Target, targetOf } from './target.ts';

const conflictOf = (g: Grammar, context: Context, { table: t, source }: Target): OnConflict | undefined => {
  const { draw, slips } = context;
  if (!draw.chance(35)) return undefined;
  const safe = t.uniques.filter((u) => t.columns.some((c) => c.owner && u.includes(c.name)));
  const unique = draw.some(draw.chance(slips) || safe.length === 0 ? t.uniques : safe);
  const target = unique && { kind: 'columns' as const, columns: unique };
  if (draw.chance(20) || !target) return { ...(target && draw.chance(60) && { target }) };
  const excluded: Source = { alias: 'excluded', columns: source.columns };
  const level = inner({ ...context, levels: [] }, [source, excluded]);
  const where = draw.chance(60) ? scoping(level, source, g) : undefined;
  return { target, update: { set: assignmentsOf(g, level, source), ...(where && { where }) } };
};

const rowsOf = (g: Grammar, context: Context, target: Target, columns: readonly Column[]): Query => {
  const level = inner(shallow(context, 1), []);
  return values({ rows: Array.from({ length: context.draw.chance(80) ? 1 : 2 }, () => columns.map((c) => cellOf(g, level, target.source, c))), orderBy: [], locking: false });
};

/** SELECT hands DEFAULT on as NULL, and a bare parameter as text. */
const asItem = (e: Expr): Expr => (e.kind === 'default' ? constant({ value: null }) : e.kind === 'param' ? cast({ arg: e, type: uuidType }) : e);

const selected = (g: Grammar, context: Context, target: Target, columns: readonly Column[]): Query => {
  const { via } = target.table;
  const opened = inner(context, []);
  const parent = via && context.tables.find((t) => t.name === via.parent);
  const made: From = parent ? { from: [table({ name: parent.name, alias: 'a' })], sources: [{ alias: 'a', columns: parent.columns }], star: [] } : fromOf(g, opened);
  const level = withSources(opened, made.sources);
  const where = whereOf(g, level, made);
  const items = columns.map((c): SelectItem => {
    const fromParent = via?.column === c.name && !context.draw.chance(context.slips);
    return { star: false, expr: fromParent ? column({ path: ['a', 'id'] }) : asItem(cellOf(g, shallow(level, 1), target.source, c)) };
  });
  return select({ items, distinct: false, from: made.from, ...(where && { where }), windows: [], orderBy: [], locking: false });
};

export const insertOf = (g: Grammar, context: Context): Made<WriteStatement> => {
  const { draw } = context;
  const target = targetOf(context);
  const { table: t, relation, source } = target;
  const named = t.columns.filter((c) => t.required.includes(c.name) || (c.owner === true && !draw.chance(context.slips / 2)) || draw.chance(30));
  const listed = draw.chance(95) ? (named.length > 0 ? named : t.columns.slice(0, 1)) : undefined;
  const rows = !t.via && draw.chance(50) ? rowsOf(g, context, target, listed ?? t.columns) : selected(g, context, target, listed ?? t.columns);
  const onConflict = conflictOf(g, context, target);
  const { items, ...seen } = returningOf(g, inner(context, [source]), source);
  return { body: insert({ target: relation, ...(listed && { columns: listed.map((c) => c.name) }), source: rows, ...(onConflict && { onConflict }), returning: items }), ...seen };
};
