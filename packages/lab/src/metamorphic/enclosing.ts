import { ts } from 'ts-morph';
import { type QuerySite } from './site.ts';

/** Parameters by name, each with its type as written; undefined where a pattern or a default makes it harder. */
export const plainParameters = (node: ts.FunctionLikeDeclaration): readonly { readonly name: string; readonly text: string }[] | undefined => {
  const found = node.parameters.map((p) => (ts.isIdentifier(p.name) && p.type && !p.initializer && !p.dotDotDotToken ? { name: p.name.text, text: p.getText() } : undefined));
  return found.every((p) => p !== undefined) ? found : undefined;
};

const enclosing = <T extends ts.Node>(site: QuerySite, test: (node: ts.Node) => node is T): T | undefined => {
  for (let at: ts.Node = site.root; !ts.isSourceFile(at); at = at.parent) if (test(at)) return at;
  return undefined;
};

export const enclosingMethod = (site: QuerySite): ts.MethodDeclaration | undefined => enclosing(site, ts.isMethodDeclaration);

/** The function of the module that a site stands in. */
export const enclosingFunction = (site: QuerySite): ts.FunctionDeclaration | undefined => {
  const found = enclosing(site, ts.isFunctionDeclaration);
  return found && ts.isSourceFile(found.parent) ? found : undefined;
};

export const isAsync = (node: ts.FunctionLikeDeclaration): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword) ?? false);

/** Whether a site stands in a function itself, not in a callback there: then the parameters are all it can name. */
export const standsIn = (site: QuerySite, owner: ts.Node): boolean => {
  for (let at: ts.Node = site.root.parent; !ts.isSourceFile(at); at = at.parent) if (ts.isFunctionLike(at)) return at === owner;
  return false;
};
