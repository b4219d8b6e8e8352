import type { Expr } from '@tenantscope/core';
import { conjunction } from './conjunction.ts';
import type { From } from './from.ts';
import type { Grammar } from './grammar.ts';
import { type Context, isOwned } from './scope.ts';
import { linking, scoping } from './tenancy.ts';

/** What ties the sources of a level to the tenant and to one another, with noise. */
export const whereOf = (g: Grammar, context: Context, { from, sources }: From): Expr | undefined => {
  const { draw } = context;
  const conditions: (Expr | undefined)[] = [];
  sources.forEach((source, i) => {
    // Those that are joined are mostly tied by their ON.
    if (i === 0 || draw.chance(from.length === 1 ? 35 : 85)) conditions.push(scoping(context, source, g));
    if (i > 0 && from.length > 1 && draw.chance(50)) conditions.push(...linking(context, sources.slice(0, i), source, g));
  });
  // A condition on a row around it holds only where this level has a row.
  const around = draw.some(context.levels.slice(1).flat().filter(isOwned));
  if (around && draw.chance(10)) conditions.push(scoping(context, around, g));
  if (draw.chance(30)) conditions.splice(draw.below(conditions.length + 1), 0, g.predicate(context, 2));
  return conjunction(conditions);
};
