import {
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  FromNode,
  type OperationNode,
  OperatorNode,
  ParensNode,
  ReferenceNode,
  SelectionNode,
  type SelectQueryNode,
  type TableNode,
  ValueNode,
  WhereNode,
} from 'kysely';
import type { Ownership, TableFacts } from './registry.ts';
import type { Scope } from './scope.ts';

const equals = OperatorNode.create('=');
const within = OperatorNode.create('in');

/** `table.column = $tenant`, or for a table owned via a parent `table.column in (select key from parent where …)`. */
export const guardOf = (ownership: Ownership, reference: TableNode, scope: Scope): OperationNode | undefined => {
  if (ownership.kind === 'tenant') return BinaryOperationNode.create(ReferenceNode.create(ColumnNode.create(ownership.column), reference), equals, ValueNode.create(scope.tenant));
  return ownership.kind === 'via' ? BinaryOperationNode.create(ReferenceNode.create(ColumnNode.create(ownership.column), reference), within, keysOf(ownership.parent, ownership.key, scope)) : undefined;
};

/** `select key from parent where …`: the keys of the tenant's own parents. It names nothing of the query around it. */
export const keysOf = (parent: TableFacts, key: string, scope: Scope): SelectQueryNode => ({
  kind: 'SelectQueryNode',
  from: FromNode.create([parent.node]),
  selections: [SelectionNode.create(ReferenceNode.create(ColumnNode.create(key), parent.node))],
  ...whereOf([guardOf(parent.ownership, parent.node, scope)]),
});

/** The guards first, the user's condition in parentheses: `or` cannot reach past it. */
export const conjunction = (guards: readonly (OperationNode | undefined)[], condition?: OperationNode): OperationNode | undefined => {
  let all: OperationNode | undefined;
  for (const guard of guards) if (guard) all = all ? AndNode.create(all, guard) : guard;
  if (!condition) return all;
  const user = condition.kind === 'ParensNode' || !all ? condition : ParensNode.create(condition);
  return all ? AndNode.create(all, user) : user;
};

export const whereOf = (guards: readonly (OperationNode | undefined)[], condition?: OperationNode): { readonly where?: WhereNode } => {
  const where = conjunction(guards, condition);
  return where ? { where: WhereNode.create(where) } : {};
};
