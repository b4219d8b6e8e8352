import { insertAt, replaceBetween, textOf } from '../edit.ts';
import { enclosingFunction, isAsync, plainParameters } from '../enclosing.ts';
import { functionOf } from '../site.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The body of a function becomes a method of a class, which the function calls. */
const rewrite: SiteRewrite = {
  id: 'function-to-method',
  effect: 'keeps',
  at: 'site',
  atLeast: 40,
  changes: (site) => {
    const found = enclosingFunction(site);
    const parameters = found && plainParameters(found);
    if (!found?.body || !parameters || !found.name) return [];
    const generics = found.typeParameters ? `<${found.typeParameters.map((t) => textOf(t)).join(', ')}>` : '';
    const result = found.type ? `: ${textOf(found.type)}` : '';
    const method = `class Class_${site.id} { ${isAsync(found) ? 'async ' : ''}run${generics}(${parameters.map((p) => p.text).join(', ')})${result} ${textOf(found.body)} }\n`;
    const call = `{ return new Class_${site.id}().run(${parameters.map((p) => p.name).join(', ')}); }`;
    return [{ edits: [insertAt(site.file, found.getFullStart(), `\n${method}`), replaceBetween(site.file, found.body.getStart(), found.body.end, call)], scope: functionOf(site) }];
  },
};
export default rewrite;
