import { ts } from '#compiler';

/** What of some code nearly every run asks about. */
export interface Wanted {
  /** Names whose meaning is asked: those that are read, and the methods that are called. */
  readonly names: readonly ts.Node[];
  /** `a` of `{ a }`, with the property it stands in. */
  readonly shorthand: readonly ts.ShorthandPropertyAssignment[];
  /** Whose types are asked: what is called, what it is called on and with, and parameters. */
  readonly typed: readonly ts.Node[];
}

/** A name that is read: no member's and no declaration's. */
const isRead = (node: ts.Identifier): boolean => (node.parent as { readonly name?: ts.Node }).name !== node && !ts.isTypeNode(node.parent);

const typedOf = ({ expression, arguments: args }: ts.CallExpression): readonly ts.Node[] => {
  const on = ts.isPropertyAccessExpression(expression) ? [expression.expression] : [];
  return [...[expression, ...args].filter((n) => ts.isIdentifier(n) || ts.isPropertyAccessExpression(n)), ...on.filter((n) => ts.isIdentifier(n) || ts.isPropertyAccessExpression(n) || ts.isCallExpression(n))];
};

/** A member that is read for its value: where it may come to a query. */
const isValue = (node: ts.PropertyAccessExpression): boolean => {
  const { parent } = node;
  return ts.isPropertyAssignment(parent) || ts.isBinaryExpression(parent) || ts.isTemplateSpan(parent) || (ts.isCallExpression(parent) && parent.expression !== node);
};

/** Looks at code in one walk. */
export const wantedIn = (code: readonly ts.Node[]): Wanted => {
  const names = new Set<ts.Node>();
  const shorthand = new Set<ts.ShorthandPropertyAssignment>();
  const typed = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isRead(node)) names.add(node);
    else if (ts.isShorthandPropertyAssignment(node)) shorthand.add(node);
    else if (ts.isParameter(node)) typed.add(node);
    else if (ts.isPropertyAccessExpression(node) && isValue(node)) {
      names.add(node.name);
      typed.add(node.name);
      if (ts.isIdentifier(node.expression)) typed.add(node.expression);
    } else if (ts.isCallExpression(node)) {
      if (ts.isPropertyAccessExpression(node.expression)) names.add(node.expression.name);
      for (const n of typedOf(node)) typed.add(n);
    }
    ts.forEachChild(node, visit);
  };
  code.forEach(visit);
  return { names: [...names], shorthand: [...shorthand], typed: [...typed] };
};
