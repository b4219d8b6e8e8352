import type { JSONPathLegNode, OperationNode, OperationNodeKind, OperatorNode } from 'kysely';
import { refusal } from '../error.ts';
import { asList, byHandler, dataTypeName, expression, expressionOr, expressions, type FieldCopier, flag, isExpressionKind, listOf, oneOf, only, operatorWord, rawOr, readOnce, type Shape, text, unknownPart } from './fields.ts';
import { parts } from './parts.ts';
import { rawAlias, rawDataType, rawDirection, rawList, rawModifier, rawOperator } from './raw.ts';
import type { Scope } from './scope.ts';

/** `modifyFront`, `modifyEnd`: the raw words of a lock, nothing else. */
export const modifiers: FieldCopier = listOf(rawOr(rawModifier, ['SelectModifierNode']));

const legPosition = /^(#-?\d+|last|last-\d+|-?\d+)$/;

const leg: FieldCopier = (value, scope) => {
  const { type, value: at }: { readonly type: unknown; readonly value: unknown } = readOnce<JSONPathLegNode>(value, 'JSONPathLegNode', parts.JSONPathLegNode);
  if ((typeof at !== 'string' && typeof at !== 'number') || (type === 'ArrayLocation' && !legPosition.test(String(at)))) throw unknownPart('a leg of a JSON path');
  return { kind: 'JSONPathLegNode', type: oneOf('Member', 'ArrayLocation')(type, scope), value: at };
};

const anyValue: FieldCopier = (value) => value;

/** A condition: a raw `a or b` must not reach into what stands beside it. */
export const condition = (value: unknown, scope: Scope): OperationNode => {
  const copy = expression(value, scope);
  return copy.kind === 'RawNode' ? ({ kind: 'ParensNode', node: copy } as OperationNode) : copy;
};

const bareOperands: ReadonlySet<string> = new Set(['ColumnNode', 'FunctionNode', 'ParensNode', 'ReferenceNode', 'SelectQueryNode']);

/** Kysely prints `-` and `->` without a blank: beside a sign, wherever it stands in the operand, they would be a comment. */
const operand = (value: unknown, scope: Scope): OperationNode => {
  const copy = expression(value, scope);
  return bareOperands.has(copy.kind) ? copy : ({ kind: 'ParensNode', node: copy } as OperationNode);
};

/** An operator out of a few: printed beside its operand without a blank, another one could make a comment. */
const operatorOf =
  (...operators: readonly string[]): ((value: unknown, scope: Scope) => OperationNode) =>
  (value, scope) => {
    const copy = only('OperatorNode')(value, scope) as OperatorNode;
    if (!operators.includes(copy.operator)) throw unknownPart(`the operator "${copy.operator}" here`);
    return copy;
  };

const arrow = operatorOf('->', '->>', '->$', '->>$');
const prefix = operatorOf('not', '-', 'exists', 'not exists');
const identifier = only('IdentifierNode');
const order = only('OrderByNode');
const where = only('WhereNode');

/** What may be selected, besides `t.*`. Its kind was read. */
export const selection = (kind: string, node: object, scope: Scope): OperationNode => {
  if (kind === 'RawNode') return rawList(node, scope);
  if (!isExpressionKind(kind) && kind !== 'AliasNode' && kind !== 'SelectAllNode') throw unknownPart(`${kind} in the place of a selection`);
  return scope.read(kind, node, scope);
};

export const selections: FieldCopier = listOf(only('SelectionNode'));

/** What may stand where, kind by kind. The kinds that scope a query have handlers; every other kind is refused. */
export const shapes = {
  AggregateFunctionNode: { func: text, aggregated: listOf(expressionOr('SelectAllNode', 'SelectionNode')), distinct: flag, orderBy: order, withinGroup: order, filter: where, over: only('OverNode') },
  AliasNode: { node: expression, alias: rawOr(rawAlias, ['IdentifierNode']) },
  AndNode: { left: condition, right: condition },
  BinaryOperationNode: { leftOperand: expression, operator: rawOr(rawOperator, ['OperatorNode']), rightOperand: expression },
  CaseNode: { value: expression, when: listOf(only('WhenNode')), else: expression, isStatement: flag },
  CastNode: { expression, dataType: rawOr(rawDataType, ['DataTypeNode']) },
  CollateNode: { collation: identifier },
  ColumnNode: { column: identifier },
  DataTypeNode: { dataType: dataTypeName },
  DefaultInsertValueNode: {},
  FetchNode: { rowCount: expression, modifier: oneOf('only', 'with ties') },
  FunctionNode: { func: text, arguments: expressions },
  GroupByItemNode: { groupBy: rawOr(rawList, 'expression') },
  GroupByNode: { items: listOf(only('GroupByItemNode')) },
  HavingNode: { having: condition },
  IdentifierNode: { name: text },
  JSONOperatorChainNode: { operator: arrow, values: listOf(only('ValueNode')) },
  JSONPathNode: { inOperator: arrow, pathLegs: (value, scope) => asList(value).map((item) => leg(item, scope)) },
  JSONReferenceNode: { reference: operand, traversal: only('JSONPathNode', 'JSONOperatorChainNode') },
  LimitNode: { limit: expression },
  OffsetNode: { offset: expression },
  OperatorNode: { operator: operatorWord },
  OrActionNode: { action: oneOf('abort', 'fail', 'ignore', 'rollback') },
  OrNode: { left: condition, right: condition },
  OrderByItemNode: { orderBy: rawOr(rawList, 'expression'), direction: rawOr(rawDirection, []), nulls: oneOf('first', 'last'), collation: only('CollateNode') },
  OrderByNode: { items: listOf(only('OrderByItemNode')) },
  OverNode: { orderBy: order, partitionBy: only('PartitionByNode') },
  ParensNode: { node: expression },
  PartitionByItemNode: { partitionBy: rawOr(rawList, 'expression') },
  PartitionByNode: { items: listOf(only('PartitionByItemNode')) },
  PrimitiveValueListNode: { values: asList },
  ReferenceNode: { column: only('ColumnNode', 'SelectAllNode'), table: only('TableNode') },
  ReturningNode: { selections },
  SchemableIdentifierNode: { schema: identifier, identifier },
  SelectAllNode: {},
  SelectModifierNode: { modifier: oneOf('ForUpdate', 'ForNoKeyUpdate', 'ForShare', 'ForKeyShare', 'NoWait', 'SkipLocked', 'Distinct'), rawModifier: rawOr(rawModifier, []), of: listOf(only('TableNode')) },
  SelectionNode: { selection: byHandler },
  SetOperationNode: { operator: oneOf('union', 'intersect', 'except'), all: flag, expression: only('SelectQueryNode', 'ParensNode') },
  TableNode: { table: only('SchemableIdentifierNode') },
  TupleNode: { values: expressions },
  UnaryOperationNode: { operator: prefix, operand },
  ValueListNode: { values: listOf(expressionOr('DefaultInsertValueNode')) },
  ValueNode: { value: anyValue, immediate: flag },
  WhenNode: { condition, result: expression },
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

const primitives: ReadonlySet<string> = new Set(['string', 'number', 'bigint', 'boolean']);

/**
 * A literal is printed into the statement itself, so it is a primitive: a date becomes its text here, since a method of its
 * own could do anything while Kysely prints. A negative number goes into parentheses: no sign before it makes it a comment.
 */
export const literal = (value: unknown): OperationNode => {
  const plain = value instanceof Date ? Date.prototype.toISOString.call(value) : value;
  if (plain !== null && !primitives.has(typeof plain)) throw refusal('UNKNOWN_NODE', 'a literal that is neither text, number, boolean, date nor null is refused');
  const node = { kind: 'ValueNode', value: plain, immediate: true } as OperationNode;
  return (typeof plain === 'number' || typeof plain === 'bigint') && plain < 0 ? ({ kind: 'ParensNode', node } as OperationNode) : node;
};
