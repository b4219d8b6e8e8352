import { BinaryOperationNode, type ColumnNode, type ColumnUpdateNode, type OperationNode, OperatorNode, type ReferenceNode, type ValueNode } from 'kysely';
import { refusal } from '../error.ts';
import { asNodes, expressionOr, only, readOnce, unknownPart } from './fields.ts';
import { keysOf } from './guard.ts';
import { parts } from './parts.ts';
import type { TableFacts } from './registry.ts';
import type { Scope } from './scope.ts';

export interface Assignments {
  readonly updates: readonly ColumnUpdateNode[];
  /** Conditions that hold the new parent in the tenant. */
  readonly guards: readonly OperationNode[];
}

/** A column that is written to, read: nothing of it is read again. */
const target = only('ColumnNode', 'ReferenceNode');

/** The name of a column that was read; in lower case where the server does not tell the cases apart. */
export const columnName = (column: OperationNode, { registry }: Scope): string => {
  const inner = column.kind === 'ReferenceNode' ? (column as ReferenceNode).column : (column as ColumnNode);
  if (inner.kind !== 'ColumnNode') throw unknownPart('* in the place of a column');
  return registry.mysqlText ? inner.column.name.toLowerCase() : inner.column.name;
};

const isTenantValue = (value: unknown, scope: Scope): boolean =>
  (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') && String(value) === String(scope.tenant);

/** The tenant column may be given, by code that knows its tenant, but only as the tenant. */
export const checkTenantValue = (value: OperationNode, table: TableFacts, column: string, scope: Scope): void => {
  if (value.kind !== 'ValueNode' || !isTenantValue((value as ValueNode).value, scope)) throw refusal('TENANT_COLUMN', `${table.name}.${column} can only be the tenant of this handle: leave it out`, { table: table.name });
};

const isPrimitive = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';

/** A plain value or a column: it can be written twice and is the same both times. */
export const isPlain = (value: OperationNode): boolean => value.kind === 'ColumnNode' || (value.kind === 'ReferenceNode' && (value as ReferenceNode).column.kind === 'ColumnNode') || (value.kind === 'ValueNode' && isPrimitive((value as ValueNode).value));

export const parentRefusal = (table: TableFacts, column: string): Error =>
  refusal('PARENT_COLUMN', `${table.name}.${column} says whose row it is: give it a text, a number or a column, so that the parent can be checked`, { table: table.name });

const assigned = expressionOr('DefaultInsertValueNode');

/** `SET`: the tenant cannot be changed, and a row can only move to a parent of the tenant. */
export const scopeAssignments = (value: unknown, table: TableFacts, scope: Scope): Assignments => {
  const { ownership } = table;
  const guards: OperationNode[] = [];
  const updates = asNodes(value).map((item): ColumnUpdateNode => {
    const own = readOnce<ColumnUpdateNode>(item, 'ColumnUpdateNode', parts.ColumnUpdateNode);
    const column = target(own.column, scope);
    const name = columnName(column, scope);
    const given = assigned(own.value, scope);
    if (ownership.kind === 'tenant' && name === ownership.column) {
      checkTenantValue(given, table, name, scope);
      return { kind: 'ColumnUpdateNode', column, value: scope.tenantNode };
    }
    if (ownership.kind === 'via' && name === ownership.column) {
      if (!isPlain(given)) throw parentRefusal(table, name);
      guards.push(BinaryOperationNode.create(given, OperatorNode.create('in'), keysOf(ownership.parent, ownership.keys, scope)));
    }
    return { kind: 'ColumnUpdateNode', column, value: given };
  });
  return { updates, guards };
};
