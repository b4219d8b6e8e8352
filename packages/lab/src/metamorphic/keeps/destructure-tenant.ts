import { ts } from 'ts-morph';
import { anchorsOf } from '../anchor.ts';
import { substitute, textOf } from '../edit.ts';
import { before } from '../hoist.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The tenant is taken out of its object by destructuring. */
const rewrite: SiteRewrite = {
  id: 'destructure-tenant',
  effect: 'keeps',
  at: 'site',
  atLeast: 80,
  changes: (site, app) => {
    const { trusted } = anchorsOf(site, app);
    const first = trusted.find(ts.isPropertyAccessExpression);
    if (!first) return [];
    const same = trusted.filter((t) => textOf(t) === textOf(first));
    const statements = before(site.chain, `const { ${first.name.text}: tenant_${site.id} } = ${textOf(first.expression)};`);
    return statements ? [{ edits: [...statements, ...same.map((t) => substitute(t, `tenant_${site.id}`))] }] : [];
  },
};
export default rewrite;
