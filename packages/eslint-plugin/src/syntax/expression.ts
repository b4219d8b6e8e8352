import { AST_NODE_TYPES as Kind, type TSESTree } from '@typescript-eslint/utils';

type Expression = TSESTree.Expression;

/** An expression without what only types see: casts, `!`, the mark of an optional chain. */
export const bare = (node: TSESTree.Node): TSESTree.Node => {
  switch (node.type) {
    case Kind.ChainExpression:
    case Kind.TSAsExpression:
    case Kind.TSSatisfiesExpression:
    case Kind.TSTypeAssertion:
    case Kind.TSNonNullExpression:
      return bare(node.expression);
    default:
      return node;
  }
};

/** The outermost node that is nothing but a node to whoever looks at values. */
export const dressed = (node: TSESTree.Node): TSESTree.Node => (node.parent && bare(node.parent) !== node.parent ? dressed(node.parent) : node);

/** The string that a literal or a template without holes is. */
export const stringOf = (node: TSESTree.Node | undefined): string | undefined => {
  if (node?.type === Kind.Literal && typeof node.value === 'string') return node.value;
  return node?.type === Kind.TemplateLiteral && node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
};

/** The name of a member: `where` of `q.where` and of `q['where']`. */
export const memberName = (node: TSESTree.MemberExpression): string | undefined =>
  node.property.type === Kind.Identifier && !node.computed ? node.property.name : stringOf(node.property);

/** The key of a property of an object. */
export const keyOf = ({ key, computed }: TSESTree.Property): string | undefined => (key.type === Kind.Identifier && !computed ? key.name : stringOf(key));

/** What a call calls: a method with its receiver, or a function by its name. */
interface Callee {
  readonly node: TSESTree.Node;
  readonly name: string;
  readonly receiver: Expression | undefined;
}

export const calleeOf = (call: TSESTree.CallExpression): Callee | undefined => {
  const node = bare(call.callee);
  if (node.type === Kind.Identifier) return { node, name: node.name, receiver: undefined };
  const name = node.type === Kind.MemberExpression ? memberName(node) : undefined;
  return node.type === Kind.MemberExpression && name !== undefined ? { node, name, receiver: node.object } : undefined;
};

/** The calls of a chain, the last one first. */
export const chainOf = (node: TSESTree.Node): readonly TSESTree.CallExpression[] => {
  const at = bare(node);
  if (at.type === Kind.MemberExpression) return chainOf(at.object);
  return at.type === Kind.CallExpression ? [at, ...(bare(at.callee).type === Kind.MemberExpression ? chainOf(at.callee) : [])] : [];
};

/** What a chain starts from: `q` of `q.where(…).limit(1)`, `this.db` of `this.db.selectFrom(…)`, `open()` of `open().where(…)`. */
export const chainStart = (node: TSESTree.Node): TSESTree.Node => {
  const first = chainOf(node).at(-1);
  const callee = first && bare(first.callee);
  return callee?.type === Kind.MemberExpression ? bare(callee.object) : (first ?? bare(node));
};
