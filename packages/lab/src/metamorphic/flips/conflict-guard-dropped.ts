import { ts } from 'ts-morph';
import { replaceBetween } from '../edit.ts';
import { methodOf } from '../joined.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The WHERE of DO UPDATE is gone. */
const rewrite: SiteRewrite = {
  id: 'conflict-guard-dropped',
  effect: 'flips',
  at: 'site',
  atLeast: 1,
  changes: (site) => {
    const conflict = site.spine.find((c) => methodOf(c) === 'onConflict');
    const build = conflict?.arguments[0];
    const guard = build && ts.isArrowFunction(build) && ts.isCallExpression(build.body) ? build.body : undefined;
    if (!guard || methodOf(guard) !== 'where' || !ts.isPropertyAccessExpression(guard.expression)) return [];
    return [{ edits: [replaceBetween(site.file, guard.expression.expression.end, guard.end, '')] }];
  },
};
export default rewrite;
