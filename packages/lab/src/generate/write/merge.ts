import { column, compare, constant, derived, type Expr, merge, type MergeAction, type MergeWhen, type Relation, table } from '@tenantscope/core';
import { conjunction } from '../conjunction.ts';
import type { Grammar, Made, WriteStatement } from '../grammar.ts';
import { type Context, freshAlias, inner, isOwned, reference, shallow, type Source, sourceOf as visibleOf } from '../scope.ts';
import { linking, scoping } from '../tenancy.ts';
import { assignmentsOf, cellOf, returningOf, type Target, targetOf } from './target.ts';

const intOf = (context: Context, source: Source): Expr => {
  const chosen = context.draw.some(source.columns.filter((c) => c.type === 'int'));
  return chosen ? reference(context, source, chosen.name) : constant({ value: 2 });
};

const insertion = (g: Grammar, level: Context, { table: t, source: target }: Target, source: Source): MergeAction => {
  const { draw, slips } = level;
  const named = t.columns.filter((c) => t.required.includes(c.name) || (c.owner === true && !draw.chance(slips / 2)) || draw.chance(25));
  const columns = named.length > 0 ? named : t.columns.slice(0, 1);
  return { do: 'insert', columns: columns.map((c) => c.name), values: columns.map((c) => (t.via?.column === c.name ? intOf(level, source) : cellOf(g, level, target, c))) };
};

const actionOf = (g: Grammar, level: Context, target: Target, source: Source, match: MergeWhen['match']): MergeAction => {
  const { draw } = level;
  if (draw.chance(8)) return { do: 'nothing' };
  if (match === 'not-matched') return insertion(g, level, target, source);
  return draw.chance(35) ? { do: 'delete' } : { do: 'update', set: assignmentsOf(g, level, target.source) };
};

const guards: Readonly<Record<MergeWhen['match'], number>> = { matched: 40, 'not-matched': 20, 'not-matched-by-source': 90 };

const whenOf = (g: Grammar, context: Context, target: Target, source: Source, match: MergeWhen['match']): MergeWhen => {
  const { draw } = context;
  const visible = match === 'matched' ? [target.source, source] : match === 'not-matched' ? [source] : [target.source];
  const level = inner(shallow(context, 1), visible);
  const guard = draw.chance(guards[match]) ? scoping(level, match === 'not-matched' ? source : target.source, g) : undefined;
  const condition = conjunction([guard, draw.chance(20) ? g.predicate(level, 1) : undefined]);
  return { match, ...(condition && { condition }), action: actionOf(g, level, target, source, match) };
};

const sourceOf = (g: Grammar, context: Context, target: Target): { readonly relation: Relation; readonly source: Source } => {
  const { draw, tables } = context;
  const alias = freshAlias(context, [target.source.alias]);
  const named = draw.chance(40) ? draw.some(tables.filter((t) => isOwned({ alias, columns: t.columns }))) : undefined;
  if (named) return { relation: table({ name: named.name, alias }), source: { alias, columns: named.columns } };
  const { body, columns } = g.query({ ...context, levels: [] });
  return { relation: derived({ query: body, alias, lateral: false }), source: visibleOf(alias, columns) };
};

export const mergeOf = (g: Grammar, context: Context): Made<WriteStatement> => {
  const { draw } = context;
  const target = targetOf(context);
  const { relation, source } = sourceOf(g, context, target);
  const level = inner(context, [target.source, source]);
  const key = source.columns.find((c) => c.type === 'int');
  const on = conjunction([
    ...linking(level, [source], target.source, g),
    draw.chance(50) ? scoping(level, source, g) : undefined,
    draw.chance(50) ? scoping(level, target.source, g) : undefined,
    key && draw.chance(50) ? compare({ op: '=', left: column({ path: [target.source.alias, 'id'] }), right: column({ path: [source.alias, key.name] }) }) : undefined,
  ]);
  const whens = Array.from({ length: 1 + draw.below(3) }, () => whenOf(g, context, target, source, draw.pick(['matched', 'matched', 'not-matched', 'not-matched-by-source'])));
  const { items, ...seen } = returningOf(g, inner(context, [target.source]), target.source);
  return { body: merge({ target: target.relation, source: relation, on: on ?? constant({ value: true }), whens, returning: items }), ...seen };
};
