import { ts } from '#compiler';
import { isDefaultExport, isExported, isFunctionLike, lastName, statementAround } from './flow/names.ts';

/** Under which names a name of the file is handed out; `*`: nobody knows where it goes. */
type HandedOut = ReadonlyMap<string, ReadonlySet<string>>;

const isDeclared = (node: ts.Identifier): boolean => (ts.isFunctionDeclaration(node.parent) || ts.isVariableDeclaration(node.parent) || ts.isClassDeclaration(node.parent)) && node.parent.name === node;

/** `list` itself, or `orders.list`. */
const referenceOf = (node: ts.Identifier): ts.Expression => (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node);

const isCall = (node: ts.Node): node is ts.CallExpression | ts.NewExpression => ts.isCallExpression(node) || ts.isNewExpression(node);

/** Nobody has what the call gives back. */
const isDropped = (call: ts.Node): boolean => ts.isExpressionStatement(call.parent) || ((ts.isAwaitExpression(call.parent) || ts.isVoidExpression(call.parent)) && isDropped(call.parent));

/** Called or made an instance of, it is followed here; given to a call, unless that gives back what calls it. */
const isFollowed = (reference: ts.Expression): boolean => isCall(reference.parent) && (reference.parent.expression === reference || isDropped(reference.parent));

/** The name that what is made of an expression is kept under. */
const nameGiven = (node: ts.Node): string => {
  const { parent } = node;
  if (isCall(parent) || ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent)) return nameGiven(parent);
  if (ts.isExportSpecifier(parent)) return parent.name.text;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name.text;
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? parent.name.text : '*';
  return ts.isPropertyAssignment(parent) && parent.initializer === node && (ts.isIdentifier(parent.name) || ts.isStringLiteral(parent.name)) ? parent.name.text : '*';
};

/** The name in a declaration, or a type's, is no mention of a function of that name. */
const isMention = (node: ts.Identifier): boolean =>
  !isDeclared(node) && !isFollowed(referenceOf(node)) && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node) && !ts.isTypeNode(node.parent);

const handedOut = (file: ts.SourceFile): HandedOut => {
  const found = new Map<string, Set<string>>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isMention(node)) found.set(node.text, (found.get(node.text) ?? new Set()).add(nameGiven(referenceOf(node))));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const handedOutBy = new WeakMap<ts.SourceFile, HandedOut>();

const namesFor = (name: string, file: ts.SourceFile): readonly string[] => {
  const known = handedOutBy.get(file) ?? handedOut(file);
  handedOutBy.set(file, known);
  return [...(known.get(name) ?? [])];
};

/** Where a function may be heard of: by name, in the other files of the program and beyond it. */
export interface Neighbours {
  /** Whether another file has a word in its text. */
  readonly mention: (word: string, except: ts.SourceFile) => boolean;
  /** Whether the project is built to be used by others. */
  readonly isLibrary: boolean;
}

const nameOf = (entry: ts.Node): string | undefined => lastName(entry) || undefined;

/** `private` keeps nobody out at run time: `repository['list'](…)`. */
const isPrivate = (entry: ts.Node): boolean => ts.isMethodDeclaration(entry) && ts.isPrivateIdentifier(entry.name);

const stem = (file: ts.SourceFile): string => /([^/.]+)[^/]*$/.exec(file.fileName.replace(/\/index\.[cm]?[jt]sx?$/, ''))?.[1] ?? '';

const isHeardOf = (word: string, file: ts.SourceFile, { mention, isLibrary }: Neighbours): boolean => isLibrary || mention(word, file);

const isHeardOfAs = (name: string, file: ts.SourceFile, neighbours: Neighbours): boolean => name === '*' || isHeardOf(name, file, neighbours);

/** The variables of a statement: what is made of a function there goes by their names. */
const variablesOf = (statement: ts.Node): readonly string[] =>
  ts.isVariableStatement(statement) ? statement.declarationList.declarations.map((d) => (ts.isIdentifier(d.name) ? d.name.text : '*')) : [];

const isMember = (entry: ts.Node): boolean => ts.isClassElement(entry) || ts.isObjectLiteralElementLike(entry) || ts.isClassElement(entry.parent) || ts.isObjectLiteralElementLike(entry.parent);

/** The names by which others come to an entry: a member goes by its own, whoever has the object. */
const publishedNames = (entry: ts.Node, statement: ts.Node): readonly string[] => {
  const file = entry.getSourceFile();
  const own = nameOf(entry);
  if (own !== undefined && (isMember(entry) || ts.isModuleDeclaration(statement))) return [own, ...namesFor(own, file)];
  const names = own !== undefined && !ts.isCallExpression(entry.parent) ? [own] : variablesOf(statement);
  return [...(isExported(statement) ? names : []), ...names.flatMap((n) => namesFor(n, file))];
};

const mayBeCalledFromElsewhere = (entry: ts.Node, neighbours: Neighbours): boolean => {
  const file = entry.getSourceFile();
  const statement = statementAround(entry);
  if (isPrivate(entry)) return false;
  if (publishedNames(entry, statement).some((n) => isHeardOfAs(n, file, neighbours))) return true;
  // Whoever imports the file may call it, by any name.
  if (ts.isExportAssignment(statement) || isDefaultExport(statement)) return true;
  // A callback goes to whoever is called with it here, and is followed there; what else has no name may be anybody's.
  return nameOf(entry) === undefined && variablesOf(statement).length === 0 && !ts.isCallExpression(entry.parent) && isHeardOf(stem(file), file, neighbours);
};

const takesAnything = (entry: ts.Node): boolean =>
  ts.isClassLike(entry) || ts.isClassLike(entry.parent) || ts.isClassLike(entry.parent.parent) || (isFunctionLike(entry) && entry.parameters.length > 0);

/** A function that is made in another and given back takes what its callers give it. */
const makesFunctions = (entry: ts.Node): boolean => {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node) || (isFunctionLike(node) && node.parameters.length > 0)) found = true;
    else if (!found) ts.forEachChild(node, visit);
  };
  ts.forEachChild(entry, visit);
  return found;
};

/** A file is not called, but others have what it exports. */
const isImported = (file: ts.SourceFile, neighbours: Neighbours): boolean =>
  file.statements.some((s) => ts.isExportAssignment(s) || ts.isExportDeclaration(s) || (isExported(s) && (isDefaultExport(s) || variablesOf(s).some((n) => isHeardOfAs(n, file, neighbours)))));

/** What code outside of the file may have to do with an entry. */
export interface Openness {
  /** It may call it, and has what it gives back. */
  readonly heard: boolean;
  /** It may give it something too. */
  readonly callers: boolean;
}

/** What is known of an entry's callers, once for each. */
export const opennessOf = (neighbours: Neighbours): ((entry: ts.Node) => Openness) => {
  const known = new Map<ts.Node, Openness>();
  return (entry) => {
    const found = known.get(entry);
    if (found) return found;
    const heard = ts.isSourceFile(entry) ? isImported(entry, neighbours) : mayBeCalledFromElsewhere(entry, neighbours);
    const made = { heard, callers: heard && !ts.isSourceFile(entry) && (takesAnything(entry) || makesFunctions(entry)) };
    known.set(entry, made);
    return made;
  };
};
