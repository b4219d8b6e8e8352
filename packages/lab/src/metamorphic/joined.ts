import { ts } from 'ts-morph';
import { type App } from './app.ts';
import { type QuerySite } from './site.ts';

export const methodOf = (call: ts.CallExpression): string => (ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '');

/** `'orders as o'` → the table and the name it has in the query. */
export const tableOf = (node: ts.Expression | undefined): { readonly table: string; readonly alias: string } | undefined => {
  if (!node || !ts.isStringLiteral(node)) return undefined;
  const [table = '', alias] = node.text.split(' as ');
  return { table, alias: alias ?? table };
};

/** Whether a table belongs to tenants, by a column of its own. */
export const isOwned = (app: App, table: string): boolean => app.model.tables.some((t) => t.key.split('.').at(-1) === table && t.ownership.kind === 'tenant');

/** Whether anything but a list of columns names an alias, outside of one call. */
export const isCompared = (site: QuerySite, alias: string, outside: ts.Node): boolean => {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (node === outside || found) {
      // The chain before the call is its own expression, so it is still looked at.
      if (node === outside && ts.isCallExpression(node)) visit(node.expression);
      return;
    }
    const listed = ts.isCallExpression(node) && /^(select|orderBy|groupBy|selectAll|returning)$/.test(methodOf(node));
    if (listed) {
      visit(node.expression);
      return;
    }
    if (ts.isStringLiteral(node) && node.text.startsWith(`${alias}.`)) found = true;
    if (ts.isTaggedTemplateExpression(node) && node.getText().includes(`${alias}.`)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(site.chain);
  return found;
};
