import { ts } from '#compiler';
import type { Run } from '../../flow/run.ts';

/**
 * Packages that are not read give values of type any, and next to none of them makes fragments of SQL. Where nothing but a value can stand, such a
 * value is taken for one.
 */
export const isForValue = (before: string): boolean => /(?:[=<>+*/|&@#%,-]|\bvalues\s*\(|\b(?:limit|offset|i?like|between|then|else|when|from distinct))\s*$/i.test(before);

/** The names that an expression is read off: `filters` and `status` of `filters.status`. */
const namesIn = (node: ts.Node): readonly ts.Identifier[] => {
  if (ts.isIdentifier(node)) return [node];
  if (ts.isPropertyAccessExpression(node)) return [...namesIn(node.expression), ...namesIn(node.name)];
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isElementAccessExpression(node) || ts.isAwaitExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return namesIn(node.expression);
  return ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node) ? namesIn(node.name) : [];
};

const typeOf = (declaration: ts.Declaration | undefined): ts.TypeNode | undefined => (declaration && 'type' in declaration ? (declaration.type as ts.TypeNode | undefined) : undefined);

/** Whether somebody wrote `any` for what a value is, or it comes from one of the packages around the library. */
export const isSpelledAny = (run: Run, node: ts.Node, packages: RegExp): boolean =>
  node.pos >= 0 &&
  namesIn(node).some((name) => {
    const types = run.host.declarations(name).map(typeOf);
    return types.some((t) => t !== undefined && (/\bany\b/.test(t.getText()) || (run.host.isAny(t) && /ValueExpression/.test(t.getText())))) || packages.test(run.host.source(name)?.module ?? '');
  });
