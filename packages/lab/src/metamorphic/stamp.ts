import { ts } from 'ts-morph';
import { type App } from './app.ts';
import { trustedIn } from './anchor.ts';
import { replace } from './edit.ts';
import { type SiteRewrite } from './rewrite.ts';
import { type QuerySite } from './site.ts';

/** `tenant_id: auth.tenantId` of rows to insert. */
const stampsOf = (site: QuerySite, app: App): readonly ts.PropertyAssignment[] => {
  const found: ts.PropertyAssignment[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'tenant_id' && trustedIn(node.initializer, app.checker).length > 0) found.push(node);
    ts.forEachChild(node, visit);
  };
  const values = site.spine.find((c) => ts.isPropertyAccessExpression(c.expression) && c.expression.name.text === 'values');
  values?.arguments.forEach(visit);
  return found;
};

/** Rewrites the tenant of inserted rows. */
export const stampRewrite = (options: { readonly id: string; readonly instead: (value: string) => string }): SiteRewrite => ({
  id: options.id,
  effect: 'flips',
  at: 'site',
  atLeast: 15,
  changes: (site, app) => {
    const stamps = stampsOf(site, app);
    return stamps.length === 0 ? [] : [{ edits: stamps.map((s) => replace(s, options.instead(s.initializer.getText()))) }];
  },
});
