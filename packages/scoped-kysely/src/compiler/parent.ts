import { AliasNode, BinaryOperationNode, CaseNode, FromNode, IdentifierNode, JoinNode, OnNode, type OperationNode, OperatorNode, ReferenceNode, ColumnNode, SelectionNode, type SelectQueryNode, TableNode, ValueNode, WhenNode } from 'kysely';
import { isPlain, parentRefusal } from './assignment.ts';
import { keysOf } from './guard.ts';
import type { TableFacts } from './registry.ts';
import type { Scope } from './scope.ts';

/** The alias in the sub-query that fails: it tells this failure from others. */
export const noParent = 'not_a_parent_of_the_tenant';

/**
 * A sub-query with the type of the parent's key and two rows, which is an error wherever it is evaluated (21000 in
 * PostgreSQL, 1242 in MySQL): `(select ….key from (select 1 as n union all select 2) as n left join parent as … on n.n = 0)`.
 */
const tooMany = (parent: TableFacts, key: string): SelectQueryNode => {
  const one = (n: number): SelectQueryNode => ({ kind: 'SelectQueryNode', selections: [SelectionNode.create(AliasNode.create(ValueNode.createImmediate(n), IdentifierNode.create('n')))] });
  const two: SelectQueryNode = { ...one(1), setOperations: [{ kind: 'SetOperationNode', operator: 'union', all: true, expression: one(2) }] };
  const never = BinaryOperationNode.create(ReferenceNode.create(ColumnNode.create('n'), TableNode.create('n')), OperatorNode.create('='), ValueNode.createImmediate(0));
  return {
    kind: 'SelectQueryNode',
    from: FromNode.create([AliasNode.create(two, IdentifierNode.create('n'))]),
    joins: [{ ...JoinNode.create('LeftJoin', AliasNode.create(parent.node, IdentifierNode.create(noParent))), on: OnNode.create(never) }],
    selections: [SelectionNode.create(ReferenceNode.create(ColumnNode.create(key), TableNode.create(noParent)))],
  };
};

/** `case when value in (own parents) then value else (an error) end`: a row cannot be put under another tenant's parent. */
export const ownParent = (value: OperationNode, table: TableFacts, scope: Scope): OperationNode => {
  const { ownership } = table;
  if (ownership.kind !== 'via') return value;
  if (!isPlain(value)) throw parentRefusal(table, ownership.column);
  const own = BinaryOperationNode.create(value, OperatorNode.create('in'), keysOf(ownership.parent, ownership.keys, scope));
  return { ...CaseNode.create(), when: [{ ...WhenNode.create(own), result: value }], else: tooMany(ownership.parent, ownership.key) } as CaseNode;
};
