import { replaceBetween } from '../edit.ts';
import { isCompared, isOwned, methodOf, tableOf } from '../joined.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** A joined table of tenants that only its join condition ties to the rest is joined ON TRUE. */
const rewrite: SiteRewrite = {
  id: 'join-unconditional',
  effect: 'flips',
  at: 'site',
  atLeast: 8,
  changes: (site, app) =>
    site.spine.flatMap((call) => {
      const joined = /^(inner|left)Join$/.test(methodOf(call)) ? tableOf(call.arguments[0]) : undefined;
      const [first] = call.arguments;
      if (!joined || !first || !isOwned(app, joined.table) || isCompared(site, joined.alias, call)) return [];
      return [{ edits: [replaceBetween(site.file, first.end, call.end, ', (join_) => join_.onTrue())')] }];
    }),
};
export default rewrite;
