import { ts } from 'ts-morph';
import { type App } from '../app.ts';
import { edited, type Edit, replace } from '../edit.ts';
import { type ProgramRewrite } from '../rewrite.ts';

const isOwn = (declaration: ts.Declaration | undefined, app: App): declaration is ts.Declaration =>
  declaration !== undefined && app.files.includes(declaration.getSourceFile()) && !/\/src\/auth/.test(declaration.getSourceFile().fileName) && !/config\.ts$/.test(declaration.getSourceFile().fileName);

const isRenamed = (declaration: ts.Declaration): boolean =>
  ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration) ||
  (ts.isParameter(declaration) && !ts.isParameterPropertyDeclaration(declaration, declaration.parent) && declaration.parent.kind !== ts.SyntaxKind.IndexSignature);

const newName = (name: string): string => `${name}_renamed`;

const targetOf = (node: ts.Identifier, app: App): ts.Declaration | undefined => {
  const { parent } = node;
  const symbol = ts.isShorthandPropertyAssignment(parent) ? app.checker.getShorthandAssignmentValueSymbol(parent) : app.checker.getSymbolAtLocation(node);
  const followed = symbol && symbol.flags & ts.SymbolFlags.Alias ? app.checker.getAliasedSymbol(symbol) : symbol;
  return followed?.valueDeclaration;
};

const isMember = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node);
};

const editFor = (node: ts.Identifier, app: App): Edit | undefined => {
  const declaration = isMember(node) ? undefined : targetOf(node, app);
  if (!isOwn(declaration, app) || !isRenamed(declaration) || node.text === 'this') return undefined;
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return replace(node, `${node.text}: ${newName(node.text)}`);
  if (ts.isBindingElement(parent) && parent.name === node && !parent.propertyName && ts.isObjectBindingPattern(parent.parent) && !parent.dotDotDotToken) return replace(node, `${node.text}: ${newName(node.text)}`);
  return replace(node, newName(node.text));
};

/** Every variable, parameter, function and class of the program gets another name. */
const rewrite: ProgramRewrite = {
  id: 'renamed',
  effect: 'keeps',
  at: 'program',
  atLeast: 1000,
  rewrite: (app) => {
    const files = new Map<string, string>();
    let applied = 0;
    for (const file of app.files) {
      const edits: Edit[] = [];
      const visit = (node: ts.Node): void => {
        const edit = ts.isIdentifier(node) ? editFor(node, app) : undefined;
        if (edit) edits.push(edit);
        ts.forEachChild(node, visit);
      };
      visit(file);
      applied += edits.length;
      files.set(app.project.pathOf(file), edited(file, edits));
    }
    return { files, applied };
  },
};
export default rewrite;
