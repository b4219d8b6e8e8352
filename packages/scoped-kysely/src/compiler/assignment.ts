import { BinaryOperationNode, type ColumnNode, type ColumnUpdateNode, type OperationNode, OperatorNode, type ReferenceNode, type ValueNode } from 'kysely';
import { refusal } from '../error.ts';
import { asNode, asNodes, node, readOnce } from './fields.ts';
import { keysOf } from './guard.ts';
import { parts } from './parts.ts';
import type { TableFacts } from './registry.ts';
import type { Scope } from './scope.ts';

export interface Assignments {
  readonly updates: readonly ColumnUpdateNode[];
  /** Conditions that hold the new parent in the tenant. */
  readonly guards: readonly OperationNode[];
}

const columnShape = { column: node, table: node };

/** The name of a column that is written to. */
export const columnName = (value: unknown, scope: Scope): string => {
  const column = asNode(value);
  const inner = column.kind === 'ReferenceNode' ? asNode(readOnce<ReferenceNode>(column, 'ReferenceNode', columnShape).column) : column;
  const { column: identifier } = readOnce<ColumnNode>(inner, 'ColumnNode', { column: node });
  return (scope.visit(asNode(identifier), scope) as typeof identifier).name;
};

const readValue = (value: OperationNode, scope: Scope): OperationNode => scope.visit(value, scope);

const isTenantValue = (value: unknown, scope: Scope): boolean =>
  (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') && String(value) === String(scope.tenant);

/** The tenant column may be given, by code that knows its tenant, but only as the tenant. */
export const checkTenantValue = (value: OperationNode, table: TableFacts, column: string, scope: Scope): void => {
  if (value.kind === 'DefaultInsertValueNode') return;
  if (value.kind !== 'ValueNode' || !isTenantValue((value as ValueNode).value, scope)) throw refusal('TENANT_COLUMN', `${table.name}.${column} can only be the tenant of this handle: leave it out`, { table: table.name });
};

/** A value or a column: it can be written twice without being computed twice. */
export const isPlain = (value: OperationNode): boolean => value.kind === 'ValueNode' || value.kind === 'ReferenceNode';

export const parentRefusal = (table: TableFacts, column: string): Error =>
  refusal('PARENT_COLUMN', `${table.name}.${column} says whose row it is: give it a value or a column, so that the parent can be checked`, { table: table.name });

/** `SET`: the tenant cannot be changed, and a row can only move to a parent of the tenant. */
export const scopeAssignments = (value: unknown, table: TableFacts, scope: Scope): Assignments => {
  const guards: OperationNode[] = [];
  const updates = asNodes(value).map((item): ColumnUpdateNode => {
    const own = readOnce<ColumnUpdateNode>(item, 'ColumnUpdateNode', parts.ColumnUpdateNode);
    const name = columnName(own.column, scope);
    const assigned = readValue(asNode(own.value), scope);
    const { ownership } = table;
    if (ownership.kind === 'tenant' && name === ownership.column) checkTenantValue(assigned, table, name, scope);
    if (ownership.kind === 'via' && name === ownership.column) {
      if (!isPlain(assigned)) throw parentRefusal(table, name);
      guards.push(BinaryOperationNode.create(assigned, OperatorNode.create('in'), keysOf(ownership.parent, ownership.key, scope)));
    }
    return { kind: 'ColumnUpdateNode', column: scope.visit(asNode(own.column), scope), value: assigned };
  });
  return { updates, guards };
};
