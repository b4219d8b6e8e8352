import { anchorsOf } from '../anchor.ts';
import { substitute, textOf } from '../edit.ts';
import { before } from '../hoist.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The tenant gets a variable of its own. */
const rewrite: SiteRewrite = {
  id: 'extract-tenant',
  effect: 'keeps',
  at: 'site',
  atLeast: 100,
  changes: (site, app) => {
    const { trusted } = anchorsOf(site, app);
    const [first] = trusted;
    const same = trusted.filter((t) => first && textOf(t) === textOf(first));
    const statements = first && before(site.chain, `const tenant_${site.id} = ${textOf(first)};`);
    return statements ? [{ edits: [...statements, ...same.map((t) => substitute(t, `tenant_${site.id}`))] }] : [];
  },
};
export default rewrite;
