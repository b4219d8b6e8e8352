import { insertAt, replaceBetween, textBetween } from '../edit.ts';
import { enclosingFunction, plainParameters, standsIn } from '../enclosing.ts';
import { builderOf } from '../hoist.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** What builds the query becomes a function of the module. */
const rewrite: SiteRewrite = {
  id: 'extracted-function',
  effect: 'keeps',
  at: 'site',
  atLeast: 20,
  changes: (site) => {
    const found = enclosingFunction(site);
    const parameters = found && plainParameters(found);
    const builder = builderOf(site);
    if (!found?.body || !parameters || !builder || !standsIn(site, found) || found.typeParameters || found.body.statements.length > 1) return [];
    const start = site.chain.getStart(site.file);
    const made = `function build_${site.id}(${parameters.map((p) => p.text).join(', ')}) { return ${textBetween(site.file, start, builder.end)}; }\n`;
    return [{ edits: [insertAt(site.file, site.file.end, `\n${made}`), replaceBetween(site.file, start, builder.end, `build_${site.id}(${parameters.map((p) => p.name).join(', ')})`)] }];
  },
};
export default rewrite;
