import { type CallAnchor, anchorsOf } from '../anchor.ts';
import { replaceBetween, textOf } from '../edit.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The condition as a key of a filter object. */
const rewrite: SiteRewrite = {
  id: 'filter-object',
  effect: 'keeps',
  at: 'site',
  atLeast: 60,
  changes: (site, app) => {
    const calls = anchorsOf(site, app).conditions.filter((c): c is CallAnchor => c.kind === 'call' && c.method === 'where');
    const edits = calls.map(({ call, column, value }) => replaceBetween(site.file, call.arguments[0]?.getStart() ?? call.end, call.end - 1, `(m_) => m_.and({ ${column}: ${textOf(value)} })`));
    return edits.length === 0 ? [] : [{ edits }];
  },
};
export default rewrite;
