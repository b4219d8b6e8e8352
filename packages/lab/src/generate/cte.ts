import { column, compare, constant, type Expr, join, type Query, type SelectItem, select, setOperation, table, type With } from '@tenantscope/core';
import { windowCall } from './aggregate.ts';
import { conjunction } from './conjunction.ts';
import type { Grammar, Made } from './grammar.ts';
import { type Column, type Context, inner, isOwned, type Named, ownersOf, type Source } from './scope.ts';
import { linking, scoping } from './tenancy.ts';

const handed: readonly Column[] = [
  { name: 'id', type: 'int' },
  { name: 't', type: 'uuid', owner: true },
];

const itemsOf = (source: Source): readonly SelectItem[] =>
  handed.map((c) => ({ star: false, expr: column({ path: [source.alias, c.owner ? (ownersOf(source)[0]?.name ?? c.name) : c.name] }), name: c.name }));

/** The id as it is, or moved on, or counted over all rows of the step. */
const stepItems = (g: Grammar, context: Context, table: Source, self: Source): readonly SelectItem[] => {
  const { draw } = context;
  const [id, owner] = itemsOf(draw.chance(80) ? table : self);
  if (!id || !owner) return [];
  const other = itemsOf(draw.chance(50) ? table : self)[1] ?? owner;
  return [draw.chance(5) ? { star: false, expr: windowCall(g, context, [table, self]), name: 'id' } : id, draw.chance(context.slips) ? other : owner];
};

const seedOf = (g: Grammar, context: Context, name: string, source: Source): Query => {
  const where = scoping(inner(context, [source]), source, g);
  return select({ items: itemsOf(source), distinct: false, from: [table({ name, alias: source.alias })], ...(where && { where }), windows: [], orderBy: [], locking: false });
};

const stepOf = (g: Grammar, context: Context, name: string, own: string, source: Source): Query => {
  const { draw } = context;
  const self: Source = { alias: 'z', columns: handed };
  const level = inner(context, [source, self]);
  const key = source.columns.find((c) => c.type === 'int' && c.name !== 'id')?.name ?? 'id';
  const step: Expr = compare({ op: '=', left: column({ path: [source.alias, key] }), right: column({ path: ['z', 'id'] }) });
  const on = conjunction([step, ...linking(level, [self], source, g)]) ?? step;
  const where = draw.chance(30) ? scoping(level, source, g) : undefined;
  const limit = draw.chance(5);
  return select({
    items: stepItems(g, level, source, self),
    distinct: false,
    from: [join({ type: draw.chance(92) ? 'inner' : 'left', left: table({ name: own, alias: 'z' }), right: table({ name, alias: source.alias }), on, natural: false })],
    ...(where && { where }),
    windows: [],
    orderBy: limit ? [column({ path: ['z', 'id'] })] : [],
    ...(limit && { limit: constant({ value: 2 }) }),
    locking: false,
  });
};

/** Rows that lead to rows: UNION, so that it ends. */
const recursive = (g: Grammar, context: Context, name: string): Made => {
  const found = context.draw.some(context.tables.filter((t) => !t.view && t.columns.some((c) => c.name === 'id') && isOwned({ alias: '', columns: t.columns })));
  if (!found) throw new Error('the schema has no tenant-owned table with an id');
  const source: Source = { alias: 'a', columns: found.columns };
  const body = setOperation({ op: 'union', all: false, left: seedOf(g, context, found.name, source), right: stepOf(g, context, found.name, name, source), orderBy: [], locking: false });
  return { body, columns: handed };
};

/** A WITH clause now and then, and the CTEs that are seen below it. */
export const withOf = (g: Grammar, context: Context, modify: boolean): { readonly clause?: With; readonly ctes: readonly Named[] } => {
  const { draw } = context;
  if (context.depth < 1 || !draw.chance(18)) return { ctes: context.ctes };
  const loops = draw.chance(25);
  const ctes: With['ctes'][number][] = [];
  let known = context.ctes;
  for (let i = 0; i < 1 + draw.below(2); i += 1) {
    const below: Context = { ...context, ctes: known, depth: context.depth - 1, levels: [] };
    // A CTE may take the name of a table, or of an outer CTE.
    const taken = draw.chance(15);
    const name = taken ? draw.pick(['o', 'p', 'q']) : `w${draw.chance(90) ? context.depth : 2}${i}`;
    if (ctes.some((c) => c.name === name)) continue;
    const made = loops && i === 0 && !taken ? recursive(g, below, name) : modify && draw.chance(30) ? g.write(below) : g.query(below);
    ctes.push({ name, body: made.body });
    known = [...known.filter((c) => c.name !== name), { name, columns: made.columns }];
  }
  return { clause: { recursive: loops, ctes }, ctes: known };
};
