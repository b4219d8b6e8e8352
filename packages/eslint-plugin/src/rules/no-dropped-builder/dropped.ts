import { AST_NODE_TYPES as Kind, type TSESTree } from '@typescript-eslint/utils';
import { bare } from '../../syntax/expression.ts';

/** What of an expression nobody looks at has a value of its own: the last of a sequence, what `&&` guards, both arms of `?:`. */
const leaves = (node: TSESTree.Node): readonly TSESTree.CallExpression[] => {
  const at = bare(node);
  switch (at.type) {
    case Kind.CallExpression:
      return [at];
    case Kind.LogicalExpression:
      return leaves(at.right);
    case Kind.ConditionalExpression:
      return [...leaves(at.consequent), ...leaves(at.alternate)];
    case Kind.SequenceExpression:
      return at.expressions.slice(-1).flatMap(leaves);
    default:
      return [];
  }
};

/** Calls whose values nobody takes, where a node drops the values of some of its parts. */
export const droppedBy = (node: TSESTree.Node): readonly TSESTree.CallExpression[] => {
  switch (node.type) {
    case Kind.ExpressionStatement:
      return leaves(node.expression);
    case Kind.UnaryExpression:
      return node.operator === 'void' ? leaves(node.argument) : [];
    case Kind.SequenceExpression:
      return node.expressions.slice(0, -1).flatMap(leaves);
    case Kind.ForStatement:
      return [node.init, node.update].flatMap((part) => (part && part.type !== Kind.VariableDeclaration ? leaves(part) : []));
    case Kind.ArrowFunctionExpression:
      return node.body.type === Kind.BlockStatement ? [] : leaves(node.body);
    default:
      return [];
  }
};
