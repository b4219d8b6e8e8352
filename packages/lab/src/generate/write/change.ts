import { deleteFrom, type Expr, type Relation, update } from '@tenantscope/core';
import { conjunction } from '../conjunction.ts';
import { type From, fromOf } from '../from.ts';
import type { Grammar, Made, WriteStatement } from '../grammar.ts';
import { type Context, inner, type Source } from '../scope.ts';
import { linking, scoping } from '../tenancy.ts';
import { assignmentsOf, returningOf, type Target, targetOf } from './target.ts';

/** The other tables of UPDATE … FROM and DELETE … USING. */
const othersOf = (g: Grammar, context: Context, target: Source): Pick<From, 'from' | 'sources'> =>
  context.draw.chance(45) ? fromOf(g, inner(context, []), [target.alias]) : { from: [], sources: [] };

const whereOf = (g: Grammar, context: Context, target: Source, others: readonly Source[]): Expr | undefined => {
  const { draw } = context;
  const [first] = others;
  return conjunction([
    draw.chance(first ? 60 : 98) ? scoping(context, target, g) : undefined,
    ...(first ? linking(context, [target], first, g) : []),
    ...others.map((o) => (draw.chance(60) ? scoping(context, o, g) : undefined)),
    draw.chance(40) ? g.predicate(context, 1) : undefined,
  ]);
};

interface Change {
  readonly target: Target;
  readonly from: readonly Relation[];
  readonly level: Context;
  readonly where: Expr | undefined;
}

const changeOf = (g: Grammar, context: Context): Change => {
  const target = targetOf(context);
  const { from, sources } = othersOf(g, context, target.source);
  const level = inner(context, [target.source, ...sources]);
  return { target, from, level, where: whereOf(g, level, target.source, sources) };
};

export const updateOf = (g: Grammar, context: Context): Made<WriteStatement> => {
  const { target, from, level, where } = changeOf(g, context);
  const { items, ...seen } = returningOf(g, level, target.source);
  return { body: update({ target: target.relation, set: assignmentsOf(g, level, target.source), from, ...(where && { where }), returning: items }), ...seen };
};

export const deleteOf = (g: Grammar, context: Context): Made<WriteStatement> => {
  const { target, from, level, where } = changeOf(g, context);
  const { items, ...seen } = returningOf(g, level, target.source);
  return { body: deleteFrom({ target: target.relation, using: from, ...(where && { where }), returning: items }), ...seen };
};
