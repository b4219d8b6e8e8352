import type { Expr, Relation } from '@tenantscope/core';
import { conjunction } from './conjunction.ts';
import type { Grammar } from './grammar.ts';
import type { Context, Source } from './scope.ts';
import { linking, scoping } from './tenancy.ts';

/** What ties the sources of a level to the tenant and to one another, with noise. */
export const whereOf = (g: Grammar, context: Context, sources: readonly Source[], from: readonly Relation[]): Expr | undefined => {
  const { draw } = context;
  const conditions: Expr[] = [];
  const joined = from.length < sources.length || sources.length === 1;
  sources.forEach((source, i) => {
    // The joined ones are mostly tied by their ON.
    if (i === 0 || draw.chance(joined && from.length === 1 ? 35 : 85)) {
      const condition = scoping(context, source, g);
      if (condition) conditions.push(condition);
    }
    if (i > 0 && from.length > 1 && draw.chance(50)) conditions.push(...linking(context, sources.slice(0, i), source, g));
  });
  if (draw.chance(45)) conditions.splice(draw.below(conditions.length + 1), 0, g.predicate(context, 2));
  return conjunction(conditions);
};
