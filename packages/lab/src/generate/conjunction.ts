import { and, type Expr } from '@tenantscope/core';

/** AND of those that are there; undefined when none is. */
export const conjunction = (args: readonly (Expr | undefined)[]): Expr | undefined => {
  const present = args.filter((a) => a !== undefined);
  return present.length < 2 ? present[0] : and({ args: present });
};
