import { call, cast, constant, derived, functionRelation, join, type JoinRelation, type Relation, subquery, table, values } from '@tenantscope/core';
import { conjunction } from './conjunction.ts';
import type { Grammar } from './grammar.ts';
import { requested, tenant, tenants, uuidType } from './parameter.ts';
import { type Column, type Context, freshAlias, type Named, type Source, sourceOf, withSources } from './scope.ts';
import { linking } from './tenancy.ts';

/** Some of FROM: its relation, what it makes visible, and what `*` stands for. */
interface Bound {
  readonly relation: Relation;
  readonly sources: readonly Source[];
  readonly star: readonly Column[];
}

/** The items of FROM together. */
export interface From {
  readonly from: readonly Relation[];
  readonly sources: readonly Source[];
  readonly star: readonly Column[];
}

const bound = (relation: Relation, alias: string, columns: readonly Column[]): Bound => ({ relation, sources: [sourceOf(alias, columns)], star: columns });

/** `AS a (k0, k1)` now and then; the names go by position. */
const renamed = ({ draw }: Context, columns: readonly Column[], percent: number): readonly Column[] | undefined =>
  columns.length > 0 && draw.chance(percent) ? columns.map((c, i) => ({ ...c, name: `k${i}` })) : undefined;

const namesOf = (columns: readonly Column[] | undefined) => (columns ? { columnAliases: columns.map((c) => c.name) } : {});

const namedOf = ({ draw, tables, ctes }: Context): Named => {
  const cte = draw.chance(45) ? draw.some(ctes) : undefined;
  const found = cte ?? draw.some(tables.filter((t) => (draw.chance(90) ? !t.view : t.view))) ?? tables[0];
  if (!found) throw new Error('there is no table to read');
  return found;
};

const fromTable = (context: Context, taken: readonly string[]): Bound => {
  const { draw } = context;
  const named = namedOf(context);
  const alias = draw.chance(15) && !taken.includes(named.name) ? undefined : freshAlias(context, taken);
  const columns = alias === undefined ? undefined : renamed(context, named.columns, 4);
  return bound(table({ name: named.name, ...(alias !== undefined && { alias }), ...namesOf(columns) }), alias ?? named.name, columns ?? named.columns);
};

const fromQuery = (g: Grammar, context: Context, taken: readonly string[], siblings: readonly Source[]): Bound => {
  const lateral = siblings.length > 0 && context.draw.chance(50);
  const around = lateral ? withSources(context, siblings) : { ...context, levels: context.levels.slice(1) };
  const made = g.query({ ...around, depth: context.depth - 1 });
  const columns = renamed(context, made.columns, 12);
  const alias = freshAlias(context, taken);
  return bound(derived({ query: made.body, alias, ...namesOf(columns), lateral }), alias, columns ?? made.columns);
};

const series = (g: Grammar, context: Context, alias: string): Bound => {
  const { draw } = context;
  const upTo = context.depth > 0 && draw.chance(30) ? subquery({ form: 'scalar', query: g.subquery({ ...context, depth: context.depth - 1, levels: [] }, 'int') }) : constant({ value: 1 + draw.below(3) });
  return bound(functionRelation({ calls: [call({ name: ['generate_series'], args: [constant({ value: 1 }), upTo] })], alias, columnAliases: ['n'] }), alias, [{ name: 'n', type: 'int' }]);
};

const unnested = (alias: string): Bound =>
  bound(functionRelation({ calls: [call({ name: ['unnest'], args: [cast({ arg: tenants, type: { ...uuidType, array: true } })] })], alias, columnAliases: ['t'] }), alias, [{ name: 't', type: 'uuid', owner: true }]);

const listed = (g: Grammar, context: Context, alias: string, siblings: readonly Source[]): Bound => {
  const { draw } = context;
  const lateral = siblings.length > 0 && draw.chance(30);
  const around = lateral ? withSources(context, siblings) : { ...context, levels: [] };
  const first = draw.chance(70) ? cast({ arg: draw.chance(80) ? tenant : requested.uuid, type: uuidType }) : g.value(around, 'uuid', 0);
  const rows = Array.from({ length: 1 + draw.below(2) }, () => [first, g.value(around, 'int', 1)]);
  return bound(derived({ query: values({ rows, orderBy: [], locking: false }), alias, columnAliases: ['t', 'n'], lateral }), alias, [{ name: 't', type: 'uuid', owner: true }, { name: 'n', type: 'int' }]);
};

const itemOf = (g: Grammar, context: Context, taken: readonly string[], siblings: readonly Source[]): Bound => {
  const { draw } = context;
  if (context.depth > 0 && draw.chance(24)) return fromQuery(g, context, taken, siblings);
  if (!draw.chance(5)) return fromTable(context, taken);
  const alias = freshAlias(context, taken);
  return draw.weighted([[1, () => series(g, context, alias)], [1, () => unnested(alias)], [2, () => listed(g, context, alias, siblings)]])();
};

const joinTypes: readonly (readonly [number, JoinRelation['type']])[] = [[10, 'inner'], [8, 'left'], [2, 'right'], [3, 'full']];

/** Columns that both sides show exactly once. */
const common = (left: Bound, right: Bound): readonly string[] => {
  const once = (b: Bound, name: string): boolean => b.star.filter((c) => c.name === name).length === 1;
  return [...new Set(right.star.map((c) => c.name))].filter((name) => once(left, name) && once(right, name));
};

/** What `*` shows of a join with USING: the merged columns first. */
const mergedStar = (left: Bound, right: Bound, using: readonly string[]): readonly Column[] => {
  const rest = (b: Bound): readonly Column[] => b.star.filter((c) => !using.includes(c.name));
  return [...using.flatMap((name) => left.star.filter((c) => c.name === name)), ...rest(left), ...rest(right)];
};

const joinUsing = ({ draw }: Context, type: JoinRelation['type'], left: Bound, right: Bound): Bound | undefined => {
  const names = common(left, right);
  const using = names.includes('t') && draw.chance(70) ? ['t', ...names.filter((n) => n !== 't' && draw.chance(15))] : names.slice(0, 1);
  if (using.length === 0) return undefined;
  const natural = using.length === names.length && draw.chance(20);
  return {
    relation: join({ type, left: left.relation, right: right.relation, ...(!natural && { using }), natural }),
    sources: [...left.sources, ...right.sources],
    star: mergedStar(left, right, using),
  };
};

const joinOf = (g: Grammar, context: Context, taken: readonly string[], left: Bound): Bound => {
  const { draw } = context;
  const right = itemOf(g, context, [...taken, ...left.sources.map((s) => s.alias)], left.sources);
  const sources = [...left.sources, ...right.sources];
  const drawn = draw.weighted(joinTypes);
  // The side that LATERAL looks at may not be the nullable one.
  const lateral = right.relation.kind === 'derived' && right.relation.lateral;
  const type = lateral && (drawn === 'right' || drawn === 'full') ? 'left' : drawn;
  const using = draw.chance(12) ? joinUsing(context, type, left, right) : undefined;
  if (using) return using;
  const conditions = right.sources.flatMap((s) => linking(withSources(context, sources), left.sources, s, g));
  const on = conjunction(conditions) ?? (type === 'inner' && draw.chance(50) ? undefined : constant({ value: true }));
  return { relation: join({ type, left: left.relation, right: right.relation, ...(on && { on }), natural: false }), sources, star: [...left.star, ...right.star] };
};

/** The items of FROM, joined or not. */
export const fromOf = (g: Grammar, context: Context, taken: readonly string[] = []): From => {
  const { draw } = context;
  let made: From = { from: [], sources: [], star: [] };
  for (let items = draw.weighted([[14, 1], [4, 2]]); items > 0; items -= 1) {
    const used = [...taken, ...made.sources.map((s) => s.alias)];
    let item = itemOf(g, withSources(context, made.sources), used, made.sources);
    for (let joins = draw.weighted([[10, 0], [9, 1], [3, 2]]); joins > 0; joins -= 1) item = joinOf(g, withSources(context, [...made.sources, ...item.sources]), used, item);
    made = { from: [...made.from, item.relation], sources: [...made.sources, ...item.sources], star: [...made.star, ...item.star] };
  }
  return made;
};
