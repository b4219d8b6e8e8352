import { AST_NODE_TYPES as Kind, type TSESLint, type TSESTree } from '@typescript-eslint/utils';
import { bare, memberName } from '../../syntax/expression.ts';

/** An argument of a call, or an element of a list that is one. */
export interface Place {
  readonly call: TSESTree.CallExpression;
  readonly index: number;
  readonly isListed: boolean;
}

type ScopeOf = (node: TSESTree.Node) => TSESLint.Scope.Scope;

/** Methods of a fragment that return it as it is. */
const keepers: ReadonlySet<string | undefined> = new Set(['$castTo', '$notNull', 'withPlugin']);

const isFunctionExpression = (node: TSESTree.Node): boolean => node.type === Kind.ArrowFunctionExpression || node.type === Kind.FunctionExpression;

const functionAround = (node: TSESTree.Node): TSESTree.Node | undefined => {
  if (isFunctionExpression(node)) return node;
  return node.type === Kind.FunctionDeclaration || !node.parent ? undefined : functionAround(node.parent);
};

const usesOf = ({ id }: TSESTree.VariableDeclarator, scopeOf: ScopeOf): readonly TSESTree.Node[] =>
  id.type === Kind.Identifier ? (scopeOf(id).set.get(id.name)?.references.filter((r) => r.isRead()).map((r) => r.identifier) ?? []) : [];

/** The arguments that a fragment ends up as: itself, the result of a callback, or by the name of a `const`. */
export const placesOf = (node: TSESTree.Node, scopeOf: ScopeOf, isListed = false): readonly Place[] => {
  const { parent } = node;
  const onwards = (next: TSESTree.Node | undefined): readonly Place[] => (next ? placesOf(next, scopeOf, isListed) : []);
  if (!parent) return [];
  if (bare(parent) !== parent) return onwards(parent);
  switch (parent.type) {
    case Kind.CallExpression: {
      const index = parent.arguments.indexOf(node as TSESTree.CallExpressionArgument);
      return index === -1 ? [] : [{ call: parent, index, isListed }];
    }
    case Kind.MemberExpression:
      return parent.object === node && parent.parent.type === Kind.CallExpression && keepers.has(memberName(parent)) ? onwards(parent.parent) : [];
    case Kind.ConditionalExpression:
      return parent.test === node ? [] : onwards(parent);
    case Kind.LogicalExpression:
      return onwards(parent);
    case Kind.ArrayExpression:
      return placesOf(parent, scopeOf, true);
    case Kind.ArrowFunctionExpression:
      return parent.body === node ? onwards(parent) : [];
    case Kind.ReturnStatement:
      return onwards(functionAround(parent));
    case Kind.VariableDeclarator:
      return parent.parent.kind === 'const' && !isFunctionExpression(node) ? usesOf(parent, scopeOf).flatMap(onwards) : [];
    default:
      return [];
  }
};
