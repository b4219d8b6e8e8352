import { ts } from 'ts-morph';
import { replaceBetween, textOf } from '../edit.ts';
import { isCompared, isOwned, methodOf, tableOf } from '../joined.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** A join loses the comparison of the tenants, and compares by a name instead of a key. */
const rewrite: SiteRewrite = {
  id: 'join-without-tenant',
  effect: 'flips',
  at: 'site',
  atLeast: 8,
  changes: (site, app) =>
    site.spine.flatMap((call) => {
      const joined = /^(inner|left)Join$/.test(methodOf(call)) ? tableOf(call.arguments[0]) : undefined;
      const condition = call.arguments[1];
      if (!joined || !condition || !ts.isArrowFunction(condition) || !isOwned(app, joined.table) || isCompared(site, joined.alias, call)) return [];
      if (!textOf(condition).includes('tenant_id')) return [];
      return [{ edits: [replaceBetween(site.file, condition.getStart(), condition.end, `(join_) => join_.on('${joined.alias}.id', 'is not', null)`)] }];
    }),
};
export default rewrite;
