import { ts } from '#compiler';
import type { TypeHost } from '../host/type-host.ts';
import type { EditedFile } from './edited-file.ts';

/** Names that edits use, and where the file declares them. */
export type Names = ReadonlyMap<string, ts.Node>;

/** What of the old file has the type of a node that was written: for a call on a builder the builder, for a member its declaration. */
const standIn = (node: ts.Node, checker: ts.TypeChecker, edited: EditedFile, names: Names): ts.Node | undefined => {
  const known = edited.before(node);
  if (known) return known;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) return standIn(node.expression.expression, checker, edited, names);
  if (ts.isPropertyAccessExpression(node)) {
    const object = standIn(node.expression, checker, edited, names);
    return object && checker.getTypeAtLocation(object).getProperty(node.name.text)?.valueDeclaration;
  }
  return ts.isIdentifier(node) ? names.get(node.text) : node.kind === ts.SyntaxKind.ThisKeyword ? names.get('this') : undefined;
};

/** A parameter of a function that was written with the name. */
const ownParameter = (node: ts.Node): readonly ts.ParameterDeclaration[] => {
  if (!ts.isIdentifier(node)) return [];
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    const found = ts.isArrowFunction(at) ? at.parameters.find((p) => ts.isIdentifier(p.name) && p.name.text === node.text) : undefined;
    if (found) return [found];
  }
  return [];
};

/** Answers about a file as it would be with the types of the file as it is. Of what has none, nothing is known. */
export const editedHost = (host: TypeHost, checker: ts.TypeChecker, edited: EditedFile, names: Names): TypeHost => {
  const nodes = new Map<ts.Node, ts.Node | undefined>();
  const old = (node: ts.Node): ts.Node | undefined => {
    if (node.pos < 0 || node.getSourceFile() !== edited.file) return node;
    if (!nodes.has(node)) nodes.set(node, standIn(node, checker, edited, names));
    return nodes.get(node);
  };
  const fresh = <T extends ts.Node>(declaration: T): T => (edited.after(declaration) ?? declaration) as T;
  const declarations = (node: ts.Node): readonly ts.Declaration[] => {
    const at = old(node);
    return at ? host.declarations(at).map(fresh) : ownParameter(node);
  };
  const ask = <A extends readonly unknown[], R>(question: (node: never, ...rest: A) => R, otherwise: R) => (node: ts.Node, ...rest: A): R => {
    const at = old(node);
    return at ? question(at as never, ...rest) : otherwise;
  };
  return {
    ...host,
    handle: ask(host.handle, undefined),
    origin: ask(host.origin, undefined),
    isWritten: ask(host.isWritten, false),
    alike: ask(host.alike, undefined),
    expected: ask(host.expected, undefined),
    memberModule: ask(host.memberModule, undefined),
    aliases: ask(host.aliases, []),
    isAny: ask(host.isAny, true),
    holdsAny: ask(host.holdsAny, true),
    isPlain: ask(host.isPlain, false),
    declarations,
    imported: ask(host.imported, undefined),
    typeImported: ask(host.typeImported, undefined),
    source: ask(host.source, undefined),
    literals: ask(host.literals, undefined),
    mayBeNull: ask(host.mayBeNull, true),
    mayBeUndefined: ask(host.mayBeUndefined, true),
    memberMayBeMissing: ask(host.memberMayBeMissing, true),
    typeNames: ask(host.typeNames, []),
    hasProperty: ask(host.hasProperty, false),
    isFunction: ask(host.isFunction, false),
    typedAs: ask(host.typedAs, []),
    isNumber: ask(host.isNumber, false),
    typeId: ask(host.typeId, 0),
  };
};
