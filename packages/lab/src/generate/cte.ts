import { column, compare, join, type SelectItem, select, setOperation, table, type With } from '@tenantscope/core';
import { conjunction } from './conjunction.ts';
import type { Grammar, Made } from './grammar.ts';
import { type Column, type Context, inner, type Named, type Source } from './scope.ts';
import { linking, scoping } from './tenancy.ts';

const recursive = (g: Grammar, context: Context, name: string): Made => {
  const { draw } = context;
  const seedTable = draw.some(context.tables.filter((t) => !t.view && t.columns.some((c) => c.name === 'id') && t.tenants.length > 0));
  if (!seedTable) throw new Error('the schema has no tenant-owned table with an id');
  const source = (alias: string): Source => ({ alias, columns: seedTable.columns, tenants: seedTable.tenants });
  const a = source('a');
  const level = inner(context, [a]);
  const columnsOut: Column[] = [{ name: 'id', type: 'int' }, { name: 't', type: 'uuid' }];
  const pick = (s: Source): SelectItem[] => columnsOut.map((c) => ({ star: false, expr: column({ path: [s.alias, c.name === 't' ? (s.tenants[0] ?? 't') : c.name] }), name: c.name }));
  const where = scoping(level, a, g);
  const seed = select({ items: pick(a), distinct: false, from: [table({ name: seedTable.name, alias: 'a' })], ...(where && { where }), windows: [], orderBy: [], locking: false });
  const self: Source = { alias: 'z', columns: columnsOut, tenants: ['t'] };
  const both = inner(context, [a, self]);
  const conditions = linking(both, [self], a, g);
  const key = seedTable.columns.find((c) => c.type === 'int' && c.name !== 'id')?.name ?? 'id';
  const step = compare({ op: '=', left: column({ path: ['a', key] }), right: column({ path: ['z', 'id'] }) });
  const rightWhere = draw.chance(30) ? scoping(both, a, g) : undefined;
  const right = select({ items: draw.chance(85) ? pick(a) : pick(self), distinct: false, from: [join({ type: 'inner', left: table({ name: seedTable.name, alias: 'a' }), right: table({ name, alias: 'z' }), on: conjunction([step, ...conditions]) ?? step, natural: false })], ...(rightWhere && { where: rightWhere }), windows: [], orderBy: [], locking: false });
  return { body: setOperation({ op: 'union', all: false, left: seed, right, orderBy: [], locking: false }), columns: columnsOut, tenants: ['t'] };
};

/** A WITH clause now and then, and the CTEs that are seen below it. */
export const withOf = (g: Grammar, context: Context, modify: boolean): { readonly clause?: With; readonly ctes: readonly Named[] } => {
  const { draw } = context;
  if (context.depth < 1 || !draw.chance(18)) return { ctes: context.ctes };
  const loops = draw.chance(25);
  const ctes: With['ctes'][number][] = [];
  let known = context.ctes;
  const below = (): Context => ({ ...context, ctes: known, depth: context.depth - 1, levels: [] });
  for (let i = 0; i < 1 + draw.below(2); i += 1) {
    // A CTE may take the name of a table.
    const name = draw.chance(15) ? draw.pick(['o', 'p', 'q']) : `w${context.depth}${i}`;
    if (ctes.some((c) => c.name === name)) continue;
    const made = loops && i === 0 && name.startsWith('w') ? recursive(g, below(), name) : modify && draw.chance(30) ? g.write(below()) : g.query(below());
    ctes.push({ name, body: made.body });
    known = [...known.filter((c) => c.name !== name), { name, columns: made.columns, tenants: made.tenants }];
  }
  return { clause: { recursive: loops, ctes }, ctes: known };
};
