import { call, cast, constant, derived, functionRelation, join, type Relation, table, values as valuesQuery } from '@tenantscope/core';
import { conjunction } from './conjunction.ts';
import type { Grammar } from './grammar.ts';
import { requested, tenant, tenants, uuidType } from './parameter.ts';
import { type Context, freshAlias, type Named, type Source, withSources } from './scope.ts';
import { linking } from './tenancy.ts';

interface Bound {
  readonly relation: Relation;
  readonly sources: readonly Source[];
}

const tableSource = (context: Context, taken: readonly string[]): Bound => {
  const { draw, tables, ctes } = context;
  const cte = draw.chance(45) ? draw.some(ctes) : undefined;
  const named = cte ?? (draw.chance(90) ? draw.some(tables.filter((t) => !t.view)) : draw.some(tables.filter((t) => t.view))) ?? draw.some<Named>(tables);
  if (!named) throw new Error('there is no table to read');
  const alias = draw.chance(15) && !taken.includes(named.name) ? undefined : freshAlias(context, taken);
  const renamed = alias !== undefined && named.columns.length > 0 && draw.chance(4) ? named.columns.map((_, i) => `k${i}`) : undefined;
  const source: Source = {
    alias: alias ?? named.name,
    columns: renamed ? named.columns.map((c, i) => ({ ...c, name: renamed[i] ?? c.name })) : named.columns,
    tenants: renamed ? named.tenants.map((t) => renamed[named.columns.findIndex((c) => c.name === t)] ?? t) : named.tenants,
  };
  return { relation: table({ name: named.name, ...(alias !== undefined && { alias }), ...(renamed && { columnAliases: renamed }) }), sources: [source] };
};

const derivedSource = (g: Grammar, context: Context, taken: readonly string[], siblings: readonly Source[]): Bound => {
  const { draw } = context;
  const lateral = siblings.length > 0 && draw.chance(50);
  const outer = lateral ? withSources(context, siblings) : { ...context, levels: context.levels.slice(1) };
  const made = g.query({ ...outer, depth: context.depth - 1 });
  const alias = freshAlias(context, taken);
  return { relation: derived({ query: made.body, alias, lateral }), sources: [{ alias, columns: made.columns, tenants: made.tenants }] };
};

const computedSource = (g: Grammar, context: Context, taken: readonly string[], siblings: readonly Source[]): Bound => {
  const { draw } = context;
  const alias = freshAlias(context, taken);
  const make = draw.below(4);
  if (make === 0)
    return { relation: functionRelation({ calls: [call({ name: ['generate_series'], args: [constant({ value: 1 }), constant({ value: 1 + draw.below(3) })] })], alias, columnAliases: ['n'] }), sources: [{ alias, columns: [{ name: 'n', type: 'int' }], tenants: [] }] };
  if (make === 1)
    return { relation: functionRelation({ calls: [call({ name: ['unnest'], args: [cast({ arg: tenants, type: { ...uuidType, array: true } })] })], alias, columnAliases: ['t'] }), sources: [{ alias, columns: [{ name: 't', type: 'uuid' }], tenants: ['t'] }] };
  const of = siblings.length > 0 && draw.chance(30) ? withSources(context, siblings) : { ...context, levels: [[]] };
  const first = draw.chance(70) ? cast({ arg: draw.chance(80) ? tenant : requested.uuid, type: uuidType }) : g.value(of, 'uuid', 0);
  const rows = Array.from({ length: 1 + draw.below(2) }, () => [first, g.value(of, 'int', 0)]);
  const query = valuesQuery({ rows, orderBy: [], locking: false });
  return { relation: derived({ query, alias, columnAliases: ['t', 'n'], lateral: of.levels[0] === siblings }), sources: [{ alias, columns: [{ name: 't', type: 'uuid' }, { name: 'n', type: 'int' }], tenants: ['t'] }] };
};

const itemOf = (g: Grammar, context: Context, taken: readonly string[], siblings: readonly Source[]): Bound => {
  const { draw } = context;
  if (context.depth > 0 && draw.chance(22)) return derivedSource(g, context, taken, siblings);
  return draw.chance(5) ? computedSource(g, context, taken, siblings) : tableSource(context, taken);
};

const usable = (left: readonly Source[], right: Source): string | undefined =>
  right.columns.map((c) => c.name).find((n) => ['t', 'id', 'kind'].includes(n) && left.filter((s) => s.columns.some((c) => c.name === n)).length === 1);

const joinOf = (g: Grammar, context: Context, taken: readonly string[], left: Bound): Bound => {
  const { draw } = context;
  const right = itemOf(g, context, [...taken, ...left.sources.map((s) => s.alias)], left.sources);
  const sources = [...left.sources, ...right.sources];
  const seen = withSources(context, sources);
  const type = draw.weighted<'inner' | 'left' | 'right' | 'full'>([[10, 'inner'], [8, 'left'], [2, 'right'], [2, 'full']]);
  const [only] = right.sources;
  const lateral = right.relation.kind === 'derived' && right.relation.lateral;
  const safe = lateral && (type === 'right' || type === 'full') ? 'left' : type;
  const common = only && draw.chance(7) ? usable(left.sources, only) : undefined;
  if (common !== undefined) return { relation: join({ type: safe, left: left.relation, right: right.relation, using: [common], natural: false }), sources };
  const conditions = right.sources.flatMap((s) => linking(seen, left.sources, s, g));
  const on = conjunction(conditions) ?? (safe === 'inner' && draw.chance(50) ? undefined : constant({ value: true }));
  return { relation: join({ type: safe, left: left.relation, right: right.relation, ...(on && { on }), natural: false }), sources };
};

/** The items of FROM, joined or not. */
export const fromOf = (g: Grammar, context: Context, taken: readonly string[] = []): { readonly from: readonly Relation[]; readonly sources: readonly Source[] } => {
  const { draw } = context;
  const from: Relation[] = [];
  const sources: Source[] = [];
  const count = draw.weighted([[14, 1], [4, 2]]);
  for (let i = 0; i < count; i += 1) {
    let bound = itemOf(g, withSources(context, sources), [...taken, ...sources.map((s) => s.alias)], sources);
    for (let joins = draw.weighted([[10, 0], [9, 1], [3, 2]]); joins > 0; joins -= 1) bound = joinOf(g, withSources(context, [...sources, ...bound.sources]), [...taken, ...sources.map((s) => s.alias)], bound);
    from.push(bound.relation);
    sources.push(...bound.sources);
  }
  return { from, sources };
};
