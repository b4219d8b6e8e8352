import { and, array, between, call, caseWhen, cast, type ColumnExpr, column, compare, constant, type Expr, inList, not, or, type Query, row, select, subquery, table } from '@tenantscope/core';
import type { Grammar } from './grammar.ts';
import { requested, strangers, tenant, tenants, uuidType as uuid } from './parameter.ts';
import { columnOf, type Context, inner, isOwned, ownersOf, reference, type Source } from './scope.ts';

const textType = { name: 'text', modifier: false, array: false } as const;
const equals = (left: Expr, right: Expr): Expr => compare({ op: '=', left, right });

/** The tenant root, filtered to the tenant: what EXISTS and IN go through. */
const root = (where: (id: ColumnExpr) => Expr, out: Expr) =>
  select({ items: [{ star: false, expr: out }], distinct: false, from: [table({ name: 'tenants', alias: 'n' })], where: where(column({ path: ['n', 'id'] })), windows: [], orderBy: [], locking: false });

const rootId = column({ path: ['n', 'id'] });

/** What stands for the tenant besides the parameter itself. */
const carriers: readonly Expr[] = [
  call({ name: ['app', 'current_tenant'], args: [] }),
  cast({ arg: call({ name: ['current_setting'], args: [constant({ value: 'app.current_tenant' })] }), type: uuid }),
  cast({ arg: tenant, type: uuid }),
  subquery({ form: 'scalar', query: root((id) => equals(id, tenant), rootId) }),
  call({ name: ['coalesce'], args: [tenant, tenant] }),
];

/** Rows of another table that are the tenant's, and that agree with `own` when it is given: grouped, cut or counted now and then. `one`: at most one row. */
const tied = (g: Grammar, context: Context, own: ColumnExpr | undefined, one = false): Query => {
  const { draw, tables } = context;
  const found = draw.some(tables.filter((x) => !x.view && x.columns.some((c) => c.owner)));
  const source: Source = { alias: 'y', columns: found?.columns ?? [] };
  const level = inner(context, [source]);
  const owner = column({ path: ['y', ownersOf(source)[0]?.name ?? 'id'] });
  const count = call({ name: ['count'], args: [], star: true });
  const grouped = draw.chance(15);
  return select({
    items: [{ star: false, expr: own && draw.chance(10) ? count : owner }],
    distinct: draw.chance(10),
    from: [table({ name: found?.name ?? 'tenants', alias: 'y' })],
    where: and({ args: [equals(owner, tenant), ...(own ? [equals(owner, own)] : []), ...(draw.chance(30) ? [g.predicate({ ...level, depth: 0 }, 0)] : [])] }),
    ...(grouped && { groupBy: [draw.chance(80) ? [owner] : []] }),
    ...(grouped && draw.chance(30) && { having: compare({ op: '>=', left: count, right: constant({ value: 0 }) }) }),
    windows: [],
    orderBy: [],
    ...((one || draw.chance(25)) && { limit: constant({ value: one ? 1 : draw.below(2) + 1 }) }),
    locking: false,
  });
};

type Maker = readonly [weight: number, make: () => Expr];

/** Conditions that tie a tenant column to the tenant. */
const tight = (context: Context, source: Source, own: ColumnExpr, g: Grammar): readonly Maker[] => {
  const { draw } = context;
  const noise = (): Expr => g.predicate(context, 0);
  const is = (): Expr => (draw.chance(60) ? equals(own, tenant) : equals(tenant, own));
  const other = columnOf(context, 'int', source) ?? constant({ value: 2 });
  return [
    [40, is],
    [4, () => inList({ operand: own, items: [tenant], negated: false })],
    [4, () => compare({ op: '=', quantifier: 'any', left: own, right: draw.chance(60) ? cast({ arg: tenants, type: { ...uuid, array: true } }) : array({ items: [cast({ arg: tenant, type: uuid })] }) })],
    [4, () => equals(own, draw.some(carriers) ?? tenant)],
    [3, () => equals(cast({ arg: own, type: textType }), cast({ arg: tenant, type: textType }))],
    [3, () => equals(row({ items: [own, other] }), row({ items: [tenant, other] }))],
    [3, () => inList({ operand: row({ items: [own, other] }), items: [row({ items: [tenant, other] }), row({ items: [tenant, constant({ value: 3 })] })], negated: false })],
    [3, () => subquery({ form: 'exists', query: root((id) => and({ args: [equals(id, own), equals(id, tenant)] }), constant({ value: 1 })) })],
    [3, () => subquery({ form: 'any', op: '=', test: own, query: root((id) => equals(id, tenant), rootId) })],
    [4, () => or({ args: [and({ args: [is(), noise()] }), and({ args: [noise(), is()] })] })],
    [2, () => compare({ op: 'is not distinct from', left: own, right: tenant })],
    [2, () => caseWhen({ whens: [{ when: noise(), then: is() }], ...(draw.chance(50) && { otherwise: is() }) })],
    [2, () => not({ arg: compare({ op: '<>', left: own, right: tenant }) })],
    [2, () => not({ arg: or({ args: [compare({ op: '<>', left: own, right: tenant }), noise()] }) })],
    [3, () => subquery({ form: 'exists', query: tied(g, context, own) })],
    [2, () => subquery({ form: 'any', op: '=', test: own, query: tied(g, context, undefined) })],
    [1, () => compare({ op: 'is not distinct from', left: own, right: subquery({ form: 'scalar', query: tied(g, context, undefined, true) }) })],
    [1, () => between({ operand: own, low: tenant, high: tenant, negated: false })],
  ];
};

/** Conditions that look like it. */
const loose = (context: Context, own: ColumnExpr, g: Grammar): readonly Maker[] => {
  const { draw } = context;
  const noise = (): Expr => g.predicate(context, 0);
  return [
    [4, () => equals(own, requested.uuid)],
    [2, () => compare({ op: draw.pick(['<>', '>=', 'is distinct from']), left: own, right: tenant })],
    [4, () => or({ args: [equals(own, tenant), noise()] })],
    [2, () => inList({ operand: own, items: [tenant, requested.uuid], negated: false })],
    [1, () => compare({ op: '=', quantifier: 'any', left: own, right: cast({ arg: strangers, type: { ...uuid, array: true } }) })],
    [2, () => equals(own, call({ name: ['coalesce'], args: [requested.uuid, tenant] }))],
    [2, () => equals(own, call({ name: ['coalesce'], args: [tenant, own] }))],
    [2, () => caseWhen({ whens: [{ when: noise(), then: equals(own, tenant) }], otherwise: noise() })],
    [2, () => equals(own, columnOf(context, 'uuid') ?? own)],
    [1, () => subquery({ form: 'exists', query: root((id) => equals(id, tenant), constant({ value: 1 })) })],
    [1, () => compare({ op: 'is not distinct from', left: own, right: columnOf(context, 'uuid') ?? own })],
    [3, noise],
    [2, () => equals(call({ name: ['coalesce'], args: [own, tenant] }), tenant)],
    [2, () => equals(own, call({ name: ['coalesce'], args: [call({ name: ['nullif'], args: [tenant, requested.uuid] }), own] }))],
    [2, () => compare({ op: draw.pick(['=', 'is not distinct from']), left: own, right: subquery({ form: 'scalar', query: g.subquery({ ...context, depth: Math.max(0, context.depth - 1) }, 'uuid') }) })],
    [2, () => subquery({ form: 'any', op: '=', test: own, query: g.subquery({ ...context, depth: Math.max(0, context.depth - 1) }, 'uuid') })],
  ];
};

/** A column that owns the row of a source; now and then another of its type. */
const ownerOf = (context: Context, source: Source): ColumnExpr | undefined => {
  const { draw, slips } = context;
  const others = draw.chance(slips / 4) ? source.columns.filter((c) => c.type === 'uuid') : [];
  const chosen = draw.some(others) ?? draw.some(ownersOf(source));
  return chosen && reference(context, source, chosen.name);
};

/** A condition that should tie a source to the tenant; it slips now and then. */
export const scoping = (context: Context, source: Source, g: Grammar): Expr | undefined => {
  const { draw, slips } = context;
  const own = ownerOf(context, source);
  if (!own || draw.chance(slips / 2)) return undefined;
  return draw.weighted(draw.chance(slips / 2) ? loose(context, own, g) : tight(context, source, own, g))();
};

/** Conditions that join `right` to one of `left`: by tenant mostly, and by a key. */
export const linking = (context: Context, left: readonly Source[], right: Source, g: Grammar): readonly Expr[] => {
  const { draw, slips } = context;
  const owned = left.filter(isOwned);
  const partner = draw.some(owned);
  const conditions: Expr[] = [];
  const mine = ownerOf(context, right);
  const theirs = partner && ownerOf(context, partner);
  if (mine && theirs && !draw.chance(slips)) conditions.push(draw.weighted([[16, equals(mine, theirs)], [4, equals(theirs, mine)], [context.slips / 4, compare({ op: 'is not distinct from', left: mine, right: theirs })]]));
  else if (mine && draw.chance(70)) conditions.push(scoping(context, right, g) ?? equals(mine, tenant));
  const key = columnOf({ ...context, levels: [[right]] }, 'int');
  const other = columnOf({ ...context, levels: [left] }, 'int');
  if (key && other && draw.chance(75)) conditions.push(equals(key, other));
  if (draw.chance(12)) conditions.push(g.predicate(context, 1));
  return conditions;
};
