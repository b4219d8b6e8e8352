import { ts } from 'ts-morph';
import { insertAt, replaceBetween, textOf } from '../edit.ts';
import { enclosingMethod, isAsync, plainParameters } from '../enclosing.ts';
import { functionOf } from '../site.ts';
import { type SiteRewrite } from '../rewrite.ts';

/** The body of a method becomes a function of the module, which the method calls with `this`. */
const rewrite: SiteRewrite = {
  id: 'method-to-function',
  effect: 'keeps',
  at: 'site',
  atLeast: 40,
  changes: (site) => {
    const found = enclosingMethod(site);
    const parameters = found && plainParameters(found);
    const owner = found?.parent;
    if (!found?.body || !parameters || !owner || !ts.isClassDeclaration(owner) || !owner.name) return [];
    // What only `this` may say cannot move.
    if (/this\.(?!db|pool)|#|super/.test(textOf(found.body))) return [];
    const generics = found.typeParameters ? `<${found.typeParameters.map((t) => textOf(t)).join(', ')}>` : '';
    const result = found.type ? `: ${textOf(found.type)}` : '';
    const handle = textOf(found.body).includes('this.pool') ? 'pool' : 'db';
    const type = owner.members.flatMap((m) => (ts.isConstructorDeclaration(m) ? [...m.parameters] : [])).find((p) => p.name.getText() === handle)?.type;
    if (!type) return [];
    const body = textOf(found.body).replaceAll(`this.${handle}`, 'handle_');
    const made = `${isAsync(found) ? 'async ' : ''}function function_${site.id}${generics}(${[`handle_: ${textOf(type)}`, ...parameters.map((p) => p.text)].join(', ')})${result} ${body}\n`;
    const call = `{ return function_${site.id}(${[`this.${handle}`, ...parameters.map((p) => p.name)].join(', ')}); }`;
    return [{ edits: [insertAt(site.file, site.file.end, `\n${made}`), replaceBetween(site.file, found.body.getStart(), found.body.end, call)], scope: functionOf(site) }];
  },
};
export default rewrite;
