import {
  AliasNode,
  ColumnNode,
  FromNode,
  IdentifierNode,
  type InsertQueryNode,
  type OperationNode,
  type ReferenceNode,
  SelectionNode,
  type SelectQueryNode,
  ValueListNode,
  ValuesNode,
} from 'kysely';
import { refusal } from '../error.ts';
import { checkTenantValue, columnName } from './assignment.ts';
import { scopeConflict } from './conflict.ts';
import { asList, byHandler, copyNode, expressionOr, fieldsOf, kindOf, listOf, only, type Shape } from './fields.ts';
import { columnList } from './column-list.ts';
import { ownParent } from './parent.ts';
import type { TableFacts } from './registry.ts';
import { targetOf } from './relation.ts';
import type { Own } from './select.ts';
import { modifiers } from './shapes.ts';
import type { Scope } from './scope.ts';
import { scopeWith } from './with.ts';

export const insertShape: Shape = {
  into: byHandler,
  columns: byHandler,
  values: byHandler,
  with: byHandler,
  onConflict: byHandler,
  defaultValues: byHandler,
  replace: byHandler,
  orAction: only('OrActionNode'),
  returning: only('ReturningNode'),
  endModifiers: modifiers,
};

interface Rows {
  readonly columns: readonly ColumnNode[];
  readonly values: OperationNode;
}

/** Where the columns that say whose row it is stand in the list. */
interface Positions {
  readonly names: readonly string[];
  readonly table: TableFacts;
  readonly scope: Scope;
}

const cells = listOf(expressionOr('DefaultInsertValueNode'));

const nodeOf = (value: unknown): OperationNode => ({ kind: 'ValueNode', value }) as OperationNode;

const rowOf = (values: readonly OperationNode[]): OperationNode => ({ kind: 'ValueListNode', values }) as OperationNode;

const checkLength = (values: readonly unknown[], { names, table }: Positions): void => {
  if (values.length !== names.length) throw refusal('UNSUPPORTED', `a row of ${table.name} has ${values.length} values for ${names.length} columns`, { table: table.name });
};

/** A row of plain values, as most are: it stays one, with the tenant behind it. */
const stampValues = (values: readonly unknown[], { table, scope }: Positions): OperationNode =>
  ({ kind: 'PrimitiveValueListNode', values: table.ownership.kind === 'tenant' ? [...values, scope.tenant] : values }) as OperationNode;

const stampNodes = (values: readonly OperationNode[], { names, table, scope }: Positions): OperationNode => {
  const { ownership } = table;
  if (ownership.kind === 'via') return rowOf(values.map((value, i) => (names[i] === ownership.column ? ownParent(value, table, scope) : value)));
  if (ownership.kind !== 'tenant') return rowOf(values);
  const at = names.indexOf(ownership.column);
  const given = values[at];
  if (given && given.kind !== 'DefaultInsertValueNode') checkTenantValue(given, table, ownership.column, scope);
  // Last, where no other value can take its place.
  return rowOf([...values.filter((_, i) => i !== at), scope.tenantNode]);
};

/** One row: the tenant in its column, whatever form the row has; the parent checked. */
const stampRow = (row: unknown, positions: Positions): OperationNode => {
  const { names, table, scope } = positions;
  const isPrimitive = kindOf(row) === 'PrimitiveValueListNode';
  const given = isPrimitive ? fieldsOf(row, 'PrimitiveValueListNode')['values'] : fieldsOf(row, 'ValueListNode')['values'];
  const values = isPrimitive ? asList(given) : (cells(given, scope) as readonly unknown[]);
  checkLength(values, positions);
  const isPlain = isPrimitive && table.ownership.kind !== 'via' && !('column' in table.ownership && names.includes(table.ownership.column));
  return isPlain ? stampValues(values, positions) : stampNodes(isPrimitive ? values.map(nodeOf) : (values as readonly OperationNode[]), positions);
};

/** The tenant's column last, as its value is. */
const withColumn = (columns: readonly ColumnNode[], names: readonly string[], column: string): readonly ColumnNode[] => [...columns.filter((_, i) => names[i] !== column), ColumnNode.create(column)];

const selections = (query: SelectQueryNode): readonly SelectionNode[] => query.selections ?? [];

/** `insert … select`: the tenant is one more selection, around a set operation in a query of its own. */
const stampQuery = (query: SelectQueryNode, table: TableFacts, scope: Scope): SelectQueryNode => {
  const tenant = SelectionNode.create(scope.tenantNode as never);
  if (!query.setOperations?.length) return { ...query, selections: [...selections(query), tenant] };
  return { kind: 'SelectQueryNode', from: FromNode.create([AliasNode.create(query, IdentifierNode.create(table.node.table.identifier.name))]), selections: [SelectionNode.createSelectAll(), tenant] };
};

const checkedSelection = (selection: SelectionNode, table: TableFacts, scope: Scope): SelectionNode => {
  const item = selection.selection as OperationNode;
  const inner = item.kind === 'AliasNode' ? (item as AliasNode).node : item;
  return SelectionNode.create(ownParent(inner, table, scope) as never);
};

const oneColumn: ReadonlySet<string> = new Set(['AggregateFunctionNode', 'CaseNode', 'CastNode', 'BinaryOperationNode', 'ColumnNode', 'FunctionNode', 'ParensNode', 'SelectQueryNode', 'ValueNode']);

/** `*` and a raw fragment may be several columns. */
const isOneColumn = (item: OperationNode): boolean => {
  // Behind an alias a fragment is one expression.
  if (item.kind === 'AliasNode') return (item as AliasNode).node.kind === 'RawNode' || isOneColumn((item as AliasNode).node);
  return item.kind === 'ReferenceNode' ? (item as ReferenceNode).column.kind === 'ColumnNode' : oneColumn.has(item.kind);
};

/** The parent's column of `insert … select`, found by its place in the list. */
const parentOfQuery = (query: SelectQueryNode, { names, table, scope }: Positions, column: string): SelectQueryNode => {
  const list = selections(query);
  const at = names.indexOf(column);
  const plain = list.length === names.length && !query.setOperations?.length && list.every(({ selection }) => isOneColumn(selection));
  if (!plain) throw refusal('PARENT_COLUMN', `an insert into ${table.name} from a query must select each column by name`, { table: table.name });
  return { ...query, selections: list.map((selection, i) => (i === at ? checkedSelection(selection, table, scope) : selection)) };
};

const fromQuery = (query: SelectQueryNode, columns: readonly ColumnNode[], positions: Positions): Rows => {
  const { table, names, scope } = positions;
  const { ownership } = table;
  if (ownership.kind === 'via') return { columns, values: parentOfQuery(query, positions, ownership.column) };
  if (ownership.kind !== 'tenant') return { columns, values: query };
  if (names.includes(ownership.column)) throw refusal('TENANT_COLUMN', `${table.name}.${ownership.column} is the tenant of this handle: leave it out of the query's columns`, { table: table.name });
  return { columns: withColumn(columns, names, ownership.column), values: stampQuery(query, table, scope) };
};

const rowsOf = (own: Own<InsertQueryNode>, table: TableFacts, scope: Scope): Rows => {
  const columns = own.columns === undefined ? [] : (columnList(own.columns, scope) as readonly ColumnNode[]);
  const names = columns.map((column) => columnName(column, scope));
  const { ownership } = table;
  if (new Set(names).size < names.length) throw refusal('UNSUPPORTED', `a column of ${table.name} is given twice`, { table: table.name });
  if (own.defaultValues === true) {
    if (ownership.kind === 'via') throw refusal('PARENT_COLUMN', `a row of ${table.name} needs ${ownership.column}: it says whose row it is`, { table: table.name });
    if (ownership.kind === 'tenant') return { columns: [ColumnNode.create(ownership.column)], values: ValuesNode.create([ValueListNode.create([scope.tenantNode])]) };
    return { columns, values: ValuesNode.create([]) };
  }
  if (columns.length === 0) throw refusal('UNSUPPORTED', `an insert into ${table.name} must name its columns`, { table: table.name });
  if (ownership.kind === 'via' && !names.includes(ownership.column)) throw refusal('PARENT_COLUMN', `a row of ${table.name} needs ${ownership.column}: it says whose row it is`, { table: table.name });
  const positions = { names, table, scope };
  const kind = kindOf(own.values);
  if (kind === 'SelectQueryNode') return fromQuery(scope.read(kind, own.values as object, scope) as SelectQueryNode, columns, positions);
  if (kind === 'RawNode') throw refusal('RAW_STATEMENT', `an insert into ${table.name} from raw SQL cannot be scoped; use the builder`, { table: table.name });
  const rows = asList(fieldsOf(own.values, 'ValuesNode')['values']);
  return { columns: ownership.kind === 'tenant' ? withColumn(columns, names, ownership.column) : columns, values: ValuesNode.create(rows.map((row) => stampRow(row, positions) as ValueListNode)) };
};

/** The columns and values of an INSERT, also of the one inside MERGE. */
export const scopeRows = (own: Own<InsertQueryNode>, table: TableFacts, scope: Scope): Pick<InsertQueryNode, 'columns' | 'values' | 'defaultValues'> => {
  const { columns, values } = rowsOf(own, table, scope);
  return own.defaultValues === true && columns.length === 0 ? { defaultValues: true } : { columns, values };
};

export const scopeInsert = (node: OperationNode, outer: Scope): OperationNode => {
  const { with: list, scope } = scopeWith((node as InsertQueryNode).with, outer);
  const own: Own<InsertQueryNode> = copyNode<InsertQueryNode>(node, 'InsertQueryNode', insertShape, scope);
  if (own.replace !== undefined && own.replace) throw refusal('UNSUPPORTED', 'REPLACE deletes by every unique key, whosever row it is; use insertInto with onConflict');
  const target = targetOf(own.into, 'an insert', scope);
  const rows = scopeRows(own, target.table, scope);
  own.with = list;
  own.into = target.node as NonNullable<InsertQueryNode['into']>;
  own.columns = rows.columns;
  own.values = rows.values;
  own.defaultValues = rows.defaultValues;
  own.replace = undefined;
  own.onConflict = own.onConflict && scopeConflict(own.onConflict, target, scope);
  return own;
};
