import { ts } from 'ts-morph';
import { replace } from '../edit.ts';
import { isOwned, methodOf, tableOf } from '../joined.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The first table is read through a sub-query that holds all of it. */
const rewrite: SiteRewrite = {
  id: 'wrapped-in-subquery',
  effect: 'keeps',
  at: 'site',
  atLeast: 40,
  changes: (site, app) => {
    const { root } = site;
    if (!ts.isCallExpression(root) || methodOf(root) !== 'selectFrom' || /forUpdate|forShare/.test(site.chain.getText(site.file))) return [];
    const [first] = root.arguments;
    const named = tableOf(first);
    if (!first || !named || !isOwned(app, named.table)) return [];
    return [{ edits: [replace(first, `(from_) => from_.selectFrom('${named.table}').selectAll().as('${named.alias}')`)] }];
  },
};
export default rewrite;
