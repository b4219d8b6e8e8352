import type { OperationNode, OperationNodeKind } from 'kysely';
import { refusal } from '../error.ts';
import { asNode, asNodes, dataTypeName, type FieldCopier, flag, isImmediate, node, nodes, oneOf, operatorWord, type Shape, text } from './fields.ts';
import { rawDataType, rawDirection, rawList, rawModifier, rawOperator } from './raw.ts';

/** A node in a place where a raw fragment is read by other rules than an expression. */
const orRaw =
  (raw: (fragment: OperationNode, scope: Parameters<FieldCopier>[1]) => OperationNode): FieldCopier =>
  (value, scope) => {
    const child = asNode(value);
    return child.kind === 'RawNode' ? raw(child, scope) : scope.visit(child, scope);
  };

/** `modifyFront`, `modifyEnd`. */
export const modifiers: FieldCopier = (value, scope) => asNodes(value).map((item) => (item.kind === 'RawNode' ? rawModifier(item) : scope.visit(item, scope)));

const legValue: FieldCopier = (value) => {
  if (typeof value !== 'string' && typeof value !== 'number') throw refusal('UNKNOWN_NODE', 'a leg of a JSON path that is neither a string nor a number is refused');
  return value;
};

const anyValue: FieldCopier = (value) => value;

const values: FieldCopier = (value) => {
  if (!Array.isArray(value)) throw refusal('UNKNOWN_NODE', 'a list of values that is no array is refused');
  return [...(value as readonly unknown[])];
};

/** Boolean operands: a raw `a or b` must not reach into what stands beside it. */
const condition: FieldCopier = (value, scope) => {
  const copy = scope.visit(asNode(value), scope);
  return copy.kind === 'RawNode' ? { kind: 'ParensNode', node: copy } : copy;
};

/** `-` and a negative literal would make `--`, a comment. */
const operand: FieldCopier = (value, scope) => {
  const copy = scope.visit(asNode(value), scope);
  return copy.kind === 'ValueNode' || copy.kind === 'UnaryOperationNode' || copy.kind === 'RawNode' ? { kind: 'ParensNode', node: copy } : copy;
};

const query: FieldCopier = (value, scope) => {
  const child = asNode(value);
  if (child.kind !== 'SelectQueryNode' && child.kind !== 'ParensNode') throw refusal('UNSUPPORTED', `a set operation with ${child.kind} is refused: it takes a query made by the builder`);
  return scope.visit(child, scope);
};

/** What an expression may hold. The kinds that scope a query have handlers; every other kind is refused. */
export const shapes = {
  AggregateFunctionNode: { func: text, aggregated: nodes, distinct: flag, orderBy: node, withinGroup: node, filter: node, over: node },
  AliasNode: { node, alias: node },
  AndNode: { left: condition, right: condition },
  BinaryOperationNode: { leftOperand: node, operator: orRaw(rawOperator), rightOperand: node },
  CaseNode: { value: node, when: nodes, else: node, isStatement: flag },
  CastNode: { expression: node, dataType: orRaw(rawDataType) },
  CollateNode: { collation: node },
  ColumnNode: { column: node },
  DataTypeNode: { dataType: dataTypeName },
  DefaultInsertValueNode: {},
  FetchNode: { rowCount: node, modifier: oneOf('only', 'with ties') },
  FunctionNode: { func: text, arguments: nodes },
  GroupByItemNode: { groupBy: orRaw(rawList) },
  GroupByNode: { items: nodes },
  HavingNode: { having: condition },
  IdentifierNode: { name: text },
  JSONOperatorChainNode: { operator: node, values: nodes },
  JSONPathLegNode: { type: oneOf('Member', 'ArrayLocation'), value: legValue },
  JSONPathNode: { inOperator: node, pathLegs: nodes },
  JSONReferenceNode: { reference: node, traversal: node },
  LimitNode: { limit: node },
  ListNode: { items: nodes },
  MatchedNode: { not: flag, bySource: flag },
  OffsetNode: { offset: node },
  OnNode: { on: condition },
  OperatorNode: { operator: operatorWord },
  OrActionNode: { action: oneOf('abort', 'fail', 'ignore', 'rollback') },
  OrNode: { left: condition, right: condition },
  OrderByItemNode: { orderBy: orRaw(rawList), direction: orRaw(rawDirection), nulls: oneOf('first', 'last'), collation: node },
  OrderByNode: { items: nodes },
  OverNode: { orderBy: node, partitionBy: node },
  ParensNode: { node },
  PartitionByItemNode: { partitionBy: orRaw(rawList) },
  PartitionByNode: { items: nodes },
  PrimitiveValueListNode: { values },
  ReferenceNode: { column: node, table: node },
  ReturningNode: { selections: nodes },
  SchemableIdentifierNode: { schema: node, identifier: node },
  SelectAllNode: {},
  SelectModifierNode: { modifier: oneOf('ForUpdate', 'ForNoKeyUpdate', 'ForShare', 'ForKeyShare', 'NoWait', 'SkipLocked', 'Distinct'), rawModifier: orRaw(rawModifier), of: nodes },
  SelectionNode: { selection: orRaw(rawList) },
  SetOperationNode: { operator: oneOf('union', 'intersect', 'except'), all: flag, expression: query },
  TableNode: { table: node },
  TupleNode: { values: nodes },
  UnaryOperationNode: { operator: node, operand },
  ValueListNode: { values: nodes },
  ValueNode: { value: anyValue, immediate: flag },
  WhenNode: { condition, result: node },
  WhereNode: { where: condition },
} satisfies { readonly [K in OperationNodeKind]?: Shape };

/** Kinds that no tenant's query may hold: changes of the schema, plans (they count other tenants' rows), statements of other databases. */
export const refusedKinds = [
  'AddColumnNode', 'AddConstraintNode', 'AddIndexNode', 'AddValueNode', 'AlterColumnNode', 'AlterTableNode', 'AlterTypeNode', 'CheckConstraintNode',
  'ColumnDefinitionNode', 'CreateIndexNode', 'CreateSchemaNode', 'CreateTableNode', 'CreateTypeNode', 'CreateViewNode', 'DefaultValueNode', 'DropColumnNode',
  'DropConstraintNode', 'DropIndexNode', 'DropSchemaNode', 'DropTableNode', 'DropTypeNode', 'DropViewNode', 'ExplainNode', 'ForeignKeyConstraintNode',
  'GeneratedNode', 'ModifyColumnNode', 'OnDuplicateKeyNode', 'OutputNode', 'PrimaryKeyConstraintNode', 'ReferencesNode', 'RefreshMaterializedViewNode',
  'RenameColumnNode', 'RenameConstraintNode', 'RenameValueNode', 'TopNode', 'UniqueConstraintNode',
] as const;

/** A value that is printed into the statement must be one that Kysely quotes. */
export const checkImmediate = (copy: { readonly value?: unknown; readonly immediate?: boolean }): void => {
  if (copy.immediate === true && !isImmediate(copy.value)) throw refusal('UNKNOWN_NODE', 'a literal that is neither text, number, boolean, date nor null is refused');
};
