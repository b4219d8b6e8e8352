import { ts } from 'ts-morph';
import { insertAt, replace } from '../edit.ts';
import { isOwned, methodOf, tableOf } from '../joined.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The first table is read through a common table expression that holds all of it. */
const rewrite: SiteRewrite = {
  id: 'wrapped-in-cte',
  effect: 'keeps',
  at: 'site',
  atLeast: 40,
  changes: (site, app) => {
    const { root } = site;
    if (!ts.isCallExpression(root) || methodOf(root) !== 'selectFrom' || !ts.isPropertyAccessExpression(root.expression)) return [];
    const [first] = root.arguments;
    const named = tableOf(first);
    if (!first || !named || !isOwned(app, named.table)) return [];
    // A lock on a common table expression would lock nothing.
    if (/forUpdate|forShare/.test(site.chain.getText(site.file))) return [];
    const handle = root.expression.expression.end;
    return [{ edits: [insertAt(site.file, handle, `.with('all_${named.table}', (with_) => with_.selectFrom('${named.table}').selectAll())`), replace(first, `'all_${named.table} as ${named.alias}'`)] }];
  },
};
export default rewrite;
