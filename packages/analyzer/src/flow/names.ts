import { ts } from '#compiler';
import type { TypeHost } from '../host/type-host.ts';

/** The declaration a name refers to in its own file's scope, or in the module it was imported from. */
export const declarationOf = (host: TypeHost, node: ts.Node): ts.Declaration | undefined => host.declarations(node)[0];

/** The expression inside parentheses. */
export const unwrap = (node: ts.Expression): ts.Expression => {
  let at = node;
  while (ts.isParenthesizedExpression(at)) at = at.expression;
  return at;
};

export const isFunctionLike = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isGetAccessorDeclaration(node) ||
  ts.isSetAccessorDeclaration(node);

const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((m) => m.kind === kind) === true;

export const isStatic = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.StaticKeyword);

export const isExported = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.ExportKeyword);

export const isDefaultExport = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.DefaultKeyword);

/** The names that a variable, or a pattern of them, declares. */
export const bindingNames = (name: ts.BindingName): readonly ts.Identifier[] =>
  ts.isIdentifier(name) ? [name] : name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : bindingNames(e.name)));

/** The statement of the file that a node stands in. */
export const statementAround = (node: ts.Node): ts.Node => {
  let at = node;
  while (at.parent && !ts.isSourceFile(at.parent)) at = at.parent;
  return at;
};

/** What is run by itself. */
export type Part = ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration;

const outermostParts = new WeakMap<ts.Node, ts.Node>();

/** The outermost function a node stands in, or the class when it is a constructor's. */
export const outermostPart = (node: ts.Node): ts.Node => {
  const known = outermostParts.get(node);
  if (known) return known;
  let found = node;
  for (let at: ts.Node | undefined = node; at; at = at.parent) if (isFunctionLike(at)) found = ts.isConstructorDeclaration(at) ? at.parent : at;
  outermostParts.set(node, found);
  return found;
};

/** A function with a name of its own, also `const f = () => …`; the others are callbacks, which run where they stand. */
export const isNamedFunction = (node: ts.Node): boolean =>
  isFunctionLike(node) && ((!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) || ts.isVariableDeclaration(node.parent) || ts.isPropertyDeclaration(node.parent));

const ownName = (node: ts.Node): string | undefined => {
  if (ts.isClassLike(node)) return node.name?.text;
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (!isFunctionLike(node)) return undefined;
  if (node.name && (ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name) || ts.isStringLiteral(node.name))) return node.name.text;
  const holder = node.parent;
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  if ((ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder)) && ts.isIdentifier(holder.name)) return holder.name.text;
  return undefined;
};

/** The path of the enclosing named functions and classes: `OrderRepository.list`. */
export const functionPath = (node: ts.Node): string => {
  const path: string[] = [];
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    const name = ownName(at);
    if (name !== undefined) path.unshift(name);
  }
  return path.join('.');
};

/** The last name of that path: a method's, or a function's own; empty where nothing around it has a name. */
export const lastName = (node: ts.Node): string => functionPath(node).split('.').at(-1) ?? '';
