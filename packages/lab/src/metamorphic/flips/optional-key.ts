import { type CallAnchor, anchorsOf } from '../anchor.ts';
import { replaceBetween, textOf } from '../edit.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** A key of a filter object whose value may be undefined: then there is no condition. */
const rewrite: SiteRewrite = {
  id: 'optional-key',
  effect: 'flips',
  at: 'site',
  atLeast: 40,
  changes: (site, app) => {
    const anchors = anchorsOf(site, app);
    const calls = anchors.conditions.filter((c): c is CallAnchor => c.kind === 'call' && c.method === 'where');
    if (!anchors.complete || calls.length !== anchors.conditions.length) return [];
    return [{
      edits: calls.map(({ call, column, value }) =>
        replaceBetween(site.file, call.arguments[0]?.getStart() ?? call.end, call.end - 1, `(m_) => m_.and({ ${column}: metamorphicFlag ? ${textOf(value)} : undefined })`)),
    }];
  },
};
export default rewrite;
