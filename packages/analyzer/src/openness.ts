import { ts } from '#compiler';
import { functionPath, isFunctionLike } from './flow/names.ts';

const isExported = (node: ts.Node): boolean => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) === true;

const isDefault = (node: ts.Node): boolean => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword) === true;

/** The statement of the file that a node stands in. */
const statementAround = (node: ts.Node): ts.Node => {
  let at = node;
  while (at.parent && !ts.isSourceFile(at.parent)) at = at.parent;
  return at;
};

/** Names that are mentioned other than by being called: whoever has them may call them. */
const handedOut = (file: ts.SourceFile): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isDeclared(node) && !(ts.isCallExpression(node.parent) && node.parent.expression === node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const isDeclared = (node: ts.Identifier): boolean => (ts.isFunctionDeclaration(node.parent) || ts.isVariableDeclaration(node.parent)) && node.parent.name === node;

const handedOutBy = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

const isHandedOut = (name: string, file: ts.SourceFile): boolean => {
  const known = handedOutBy.get(file) ?? handedOut(file);
  handedOutBy.set(file, known);
  return known.has(name);
};

/** Where a function may be heard of: by name, in the other files of the program and beyond it. */
export interface Neighbours {
  /** Whether another file has a word in its text. */
  readonly mention: (word: string, except: ts.SourceFile) => boolean;
  /** Whether the project is built to be used by others. */
  readonly isLibrary: boolean;
}

const nameOf = (entry: ts.Node): string | undefined => functionPath(entry).split('.').at(-1) || undefined;

const isPrivate = (entry: ts.Node): boolean =>
  (ts.isMethodDeclaration(entry) && entry.name.kind === ts.SyntaxKind.PrivateIdentifier) || (ts.canHaveModifiers(entry) && ts.getModifiers(entry)?.some((m) => m.kind === ts.SyntaxKind.PrivateKeyword) === true);

/** `export default` has no name: whoever imports the file may call it. */
const stem = (file: ts.SourceFile): string => /([^/]+?)(\.[cm]?[jt]sx?)?$/.exec(file.fileName.replace(/\/index\.[cm]?[jt]sx?$/, ''))?.[1] ?? '';

const isHeardOf = (word: string, file: ts.SourceFile, { mention, isLibrary }: Neighbours): boolean => isLibrary || mention(word, file);

const mayBeCalledFromElsewhere = (entry: ts.Node, neighbours: Neighbours): boolean => {
  const file = entry.getSourceFile();
  const statement = statementAround(entry);
  const name = nameOf(entry);
  if (isPrivate(entry)) return false;
  if (ts.isExportAssignment(statement) || isDefault(statement)) return isHeardOf(stem(file), file, neighbours);
  // A callback goes to whoever is called with it here, and is followed there.
  if (name === undefined || ts.isCallExpression(entry.parent)) return !ts.isCallExpression(entry.parent) && isHeardOf(stem(file), file, neighbours);
  return (isExported(statement) || isHandedOut(name, file)) && isHeardOf(name, file, neighbours);
};

const takesAnything = (entry: ts.Node): boolean => {
  if (ts.isSourceFile(entry)) return false;
  return ts.isClassLike(entry) || ts.isClassLike(entry.parent) || ts.isClassLike(entry.parent.parent) || (isFunctionLike(entry) && entry.parameters.length > 0);
};

/** Whether code outside of the file may have a say in what an entry does: it may call it, and it may give it something. */
export const isOpen = (entry: ts.Node, neighbours: Neighbours): boolean => takesAnything(entry) && mayBeCalledFromElsewhere(entry, neighbours);
