import { ts } from 'ts-morph';
import { type Edit, replace } from '../edit.ts';
import { type App } from '../app.ts';
import { isExecuted } from '../hoist.ts';
import { methodOf, tableOf } from '../joined.ts';
import { type SiteRewrite } from '../rewrite.ts';
import { type QuerySite } from '../site.ts';

const naming = /^(selectFrom|innerJoin|leftJoin|rightJoin|fullJoin|updateTable|deleteFrom|using|from)$/;

/** Whether the chain calls a function that is not a callback's own parameter. */
const callsOutside = (site: QuerySite, app: App): boolean => {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const declaration = app.checker.getSymbolAtLocation(node.expression)?.declarations?.[0];
      if (declaration && !ts.isParameter(declaration) && !ts.isBindingElement(declaration)) found = true;
    }
    if (ts.isCallExpression(node) && methodOf(node) === '$call') found = true;
    ts.forEachChild(node, visit);
  };
  visit(site.chain);
  return found;
};

/** Each table gets another alias, and every column its qualifier. */
const rewrite: SiteRewrite = {
  id: 'aliased-tables',
  effect: 'keeps',
  at: 'site',
  atLeast: 60,
  changes: (site, app) => {
    // Who else adds to the query knows its tables by their names.
    if (!isExecuted(site) || callsOutside(site, app)) return [];
    // A name in raw text or behind `with` may mean something else.
    if (site.kind !== 'builder' || /`|withRecursive|\.with\(|'excluded|insertInto|mergeInto/.test(site.chain.getText(site.file))) return [];
    const renamed = new Map<string, string>();
    const tables: Edit[] = [];
    const visitTables = (node: ts.Node): void => {
      const named = ts.isCallExpression(node) && naming.test(methodOf(node) || node.expression.getText()) ? tableOf(node.arguments[0]) : undefined;
      const [first] = ts.isCallExpression(node) ? node.arguments : [];
      if (named && first && !renamed.has(named.alias)) {
        renamed.set(named.alias, `m${renamed.size}_${named.alias}`);
        tables.push(replace(first, `'${named.table} as ${renamed.get(named.alias) ?? ''}'`));
      } else if (named) renamed.set('', '');
      ts.forEachChild(node, visitTables);
    };
    visitTables(site.chain);
    if (renamed.size === 0 || renamed.has('')) return [];
    const columns: Edit[] = [];
    const visitColumns = (node: ts.Node): void => {
      if (ts.isStringLiteral(node) && !tables.some((t) => t.start === node.getStart(site.file))) {
        const [qualifier = '', ...rest] = node.text.split('.');
        const name = renamed.get(qualifier);
        const whole = ts.isCallExpression(node.parent) && methodOf(node.parent) === 'selectAll';
        if (name !== undefined && (rest.length > 0 || whole)) columns.push(replace(node, `'${[name, ...rest].join('.')}'`));
      }
      ts.forEachChild(node, visitColumns);
    };
    visitColumns(site.chain);
    return [{ edits: [...tables, ...columns] }];
  },
};
export default rewrite;
