import { ts } from '#compiler';
import type { TypeHost } from '../host/type-host.ts';
import { declarationOf, unwrap } from './names.ts';

/** `assigned`: to a member by its name, as one does with a variable; `changed`: in any other way. */
export type Mutation = 'assigned' | 'changed';

/** A name through which what it holds is changed. */
export interface MutatedName {
  readonly name: ts.Identifier;
  readonly how: Mutation;
}

const changing = /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/;
const changers = /^(Object\.(assign|definePropert(y|ies)|setPrototypeOf)|Reflect\.(set|defineProperty|deleteProperty))$/;

const rootOf = (node: ts.Expression): ts.Identifier | undefined => {
  let at = unwrap(node);
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isNonNullExpression(at) || ts.isAsExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at) ? at : undefined;
};

const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** What an assignment writes to, in patterns too. */
const targetsOf = (node: ts.Expression): readonly ts.Expression[] => {
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((e) => targetsOf(ts.isSpreadElement(e) ? e.expression : e));
  if (!ts.isObjectLiteralExpression(node)) return [node];
  return node.properties.flatMap((p) => (ts.isPropertyAssignment(p) ? targetsOf(p.initializer) : ts.isSpreadAssignment(p) ? targetsOf(p.expression) : []));
};

/** The members that a node writes to. */
const written = (node: ts.Node): readonly ts.Expression[] => {
  if (ts.isBinaryExpression(node) && isAssignment(node)) return targetsOf(node.left);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken ? [node.operand] : [];
  return ts.isDeleteExpression(node) ? [node.expression] : [];
};

/** The objects that a call changes. */
const changedBy = (node: ts.Node): readonly ts.Expression[] => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression, name } = node.expression;
  const [first] = node.arguments;
  if (first && changers.test(node.expression.getText())) return [first];
  return changing.test(name.text) ? [expression] : [];
};

/** The names through which a file changes objects and lists. */
export const mutatedNames = (file: ts.SourceFile): readonly MutatedName[] => {
  const found: MutatedName[] = [];
  const add = (target: ts.Expression, how: Mutation): void => {
    const name = rootOf(target);
    if (name) found.push({ name, how });
  };
  const visit = (node: ts.Node): void => {
    for (const target of written(node).map(unwrap)) if (!ts.isIdentifier(target)) add(target, ts.isPropertyAccessExpression(target) ? 'assigned' : 'changed');
    for (const object of changedBy(node)) add(object, 'changed');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

/** How what a declaration holds is changed after it was made; asked of the host once anybody wants to know. */
export const mutationFinder = (names: () => readonly MutatedName[], host: TypeHost): ((declaration: ts.Declaration) => Mutation | undefined) => {
  let known: Map<ts.Node, Mutation> | undefined;
  const load = (): Map<ts.Node, Mutation> => {
    const map = new Map<ts.Node, Mutation>();
    for (const { name, how } of names()) {
      const declaration = declarationOf(host, name);
      if (declaration && map.get(declaration) !== 'assigned') map.set(declaration, how);
    }
    return map;
  };
  return (declaration) => (known ??= load()).get(declaration);
};
