import { replaceBetween } from '../edit.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** ON CONFLICT (id) DO UPDATE: the row that is overwritten may be anybody's. */
const rewrite: SiteRewrite = {
  id: 'conflict-without-tenant',
  effect: 'flips',
  at: 'site',
  atLeast: 6,
  changes: (site) => {
    const text = site.chain.getText(site.file);
    if (!/doUpdateSet|do update/.test(text)) return [];
    const start = site.chain.getStart(site.file);
    const target = /\.columns?\((\[[^\]]*tenant_id[^\]]*\]|'tenant_id')\)/.exec(text) ?? /on conflict \([^)]*\)/.exec(text);
    if (!target) return [];
    const instead = target[0].startsWith('.') ? ".column('id')" : 'on conflict (id)';
    return [{ edits: [replaceBetween(site.file, start + target.index, start + target.index + target[0].length, instead)] }];
  },
};
export default rewrite;
