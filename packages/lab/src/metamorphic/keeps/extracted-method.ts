import { ts } from 'ts-morph';
import { insertAt, replaceBetween, textBetween } from '../edit.ts';
import { enclosingMethod, plainParameters, standsIn } from '../enclosing.ts';
import { builderOf } from '../hoist.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** What builds the query becomes a private method of the class. */
const rewrite: SiteRewrite = {
  id: 'extracted-method',
  effect: 'keeps',
  at: 'site',
  atLeast: 40,
  changes: (site) => {
    const found = enclosingMethod(site);
    const parameters = found && plainParameters(found);
    const builder = builderOf(site);
    if (!found?.body || !parameters || !builder || !standsIn(site, found) || !ts.isClassDeclaration(found.parent) || found.typeParameters) return [];
    // Variables of the body are not handed over.
    if (found.body.statements.length > 1) return [];
    const start = site.chain.getStart(site.file);
    const query = textBetween(site.file, start, builder.end);
    const method = `private build_${site.id}(${parameters.map((p) => p.text).join(', ')}) { return ${query}; }\n`;
    return [{ edits: [insertAt(site.file, found.getStart(site.file), method), replaceBetween(site.file, start, builder.end, `this.build_${site.id}(${parameters.map((p) => p.name).join(', ')})`)] }];
  },
};
export default rewrite;
