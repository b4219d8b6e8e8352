import { ts } from '#compiler';

/** What of some code nearly every run asks about. The rest is asked by itself: a type that nobody needs takes longer than a message. */
export interface Wanted {
  /** Names whose meaning is asked: those that are read. */
  readonly names: readonly ts.Node[];
  /** `a` of `{ a }`, with the property it stands in. */
  readonly shorthand: readonly ts.ShorthandPropertyAssignment[];
  /** Whose types are asked: what is called and what it is called with, where that is a name, and parameters of methods. */
  readonly typed: readonly ts.Node[];
}

/** A name that is read: no member's and no declaration's. */
const isRead = (node: ts.Identifier): boolean => (node.parent as { readonly name?: ts.Node }).name !== node && !ts.isTypeNode(node.parent);

/** Looks at code in one walk. */
export const wantedIn = (code: readonly ts.Node[]): Wanted => {
  const names = new Set<ts.Node>();
  const shorthand = new Set<ts.ShorthandPropertyAssignment>();
  const typed = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isRead(node)) names.add(node);
    else if (ts.isShorthandPropertyAssignment(node)) shorthand.add(node);
    else if (ts.isParameter(node) && ts.isMethodDeclaration(node.parent)) typed.add(node);
    else if (ts.isCallExpression(node)) for (const n of [node.expression, ...node.arguments]) if (ts.isIdentifier(n)) typed.add(n);
    ts.forEachChild(node, visit);
  };
  code.forEach(visit);
  return { names: [...names], shorthand: [...shorthand], typed: [...typed] };
};
