import { ts } from '#compiler';
import { bindingNames, isDefaultExport, isFunctionLike } from './flow/names.ts';

/** Names under which others come to what a piece of code outside of the functions makes, renames or hands on. */
export interface Alias {
  readonly names: readonly string[];
  /** The text of what is named. */
  readonly text: string;
}

/** The name by which modules know their default export. */
const byDefault = 'default';

/** `exports.list = …`, `module.exports = …`, `Repository.prototype.list = …` */
const assignedNames = (target: ts.Expression): readonly string[] => {
  if (ts.isIdentifier(target)) return [target.text];
  if (ts.isPropertyAccessExpression(target)) return target.name.text === 'exports' ? [byDefault] : [target.name.text, ...assignedNames(target.expression)];
  return ts.isElementAccessExpression(target) ? [...assignedNames(target.expression), ...(ts.isStringLiteral(target.argumentExpression) ? [target.argumentExpression.text] : [])] : [];
};

const memberNames = (name: ts.PropertyName): readonly string[] => (ts.isIdentifier(name) || ts.isStringLiteral(name) ? [name.text] : []);

const namesOf = (node: ts.Node): readonly string[] => {
  if (ts.isVariableDeclaration(node)) return bindingNames(node.name).map((n) => n.text);
  if (ts.isImportEqualsDeclaration(node) || ts.isTypeAliasDeclaration(node)) return [node.name.text];
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) return node.propertyName ? [node.name.text] : [];
  if (ts.isImportClause(node)) return node.name ? [node.name.text] : [];
  // `{ settle: remove }`, `readonly settle: typeof remove`: whoever has the object calls by the property.
  if (ts.isPropertyAssignment(node) || ts.isPropertySignature(node)) return memberNames(node.name);
  if (ts.isExportAssignment(node)) return [byDefault];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return assignedNames(node.left);
  return isDefaultExport(node) ? [byDefault] : [];
};

const textOf = (node: ts.Node, file: ts.SourceFile): string => {
  if (ts.isImportClause(node)) return byDefault;
  // A property that is called like a function is none of it.
  const held = ts.isPropertyAssignment(node) ? node.initializer : ts.isPropertySignature(node) ? node.type : node;
  return held?.getText(file) ?? '';
};

/** The aliases of a file. What stands in a function is found by the function's own words. */
export const aliasesOf = (file: ts.SourceFile): readonly Alias[] => {
  const found: Alias[] = [];
  const visit = (node: ts.Node): void => {
    const names = namesOf(node);
    if (names.length > 0) found.push({ names, text: textOf(node, file) });
    if (!isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
};
