import type { OperationNode, OperationNodeKind } from 'kysely';
import { refusal } from '../error.ts';
import { deleteShape, scopeDelete } from './delete.ts';
import { copyNode, type Shape, unknownPart } from './fields.ts';
import { checkFunction } from './functions.ts';
import { insertShape, scopeInsert } from './insert.ts';
import { mergeShape, scopeMerge } from './merge.ts';
import { rawExpression } from './raw.ts';
import { longestName } from './registry.ts';
import type { Scope } from './scope.ts';
import { scopeSelect, selectShape } from './select.ts';
import { literal, shapes } from './shapes.ts';
import { scopeUpdate, updateShape } from './update.ts';

type Handler = (node: OperationNode, scope: Scope) => OperationNode;

const call =
  (kind: 'FunctionNode' | 'AggregateFunctionNode'): Handler =>
  (node, scope) => {
    const copy = copyNode(node, kind, shapes[kind], scope);
    const { func } = copy as unknown as { readonly func?: string };
    if (func === undefined) throw unknownPart('a function without a name');
    checkFunction(func, scope.registry);
    return copy;
  };

const value: Handler = (node, scope) => literal(copyNode(node, 'ValueNode', shapes.ValueNode, scope));

/** A query made by a handle is marked with the handle's tenant; in another tenant's query it is a mistake. */
const owned =
  (handler: Handler): Handler =>
  (node, scope) => {
    scope.checkOwner(node);
    return handler(node, scope);
  };

const identifier: Handler = (node, scope) => {
  const copy = copyNode(node, 'IdentifierNode', shapes.IdentifierNode, scope);
  const { name } = copy as unknown as { readonly name: string };
  if (name.length * 3 > longestName && !scope.registry.mysqlText && new TextEncoder().encode(name).length > longestName) throw refusal('UNSUPPORTED', `the name "${name}" is longer than ${longestName} bytes: PostgreSQL would cut it`);
  return copy;
};

const byShape =
  (kind: OperationNodeKind, shape: Shape): Handler =>
  (node, scope) =>
    copyNode(node, kind, shape, scope);

/** The statements that a tenant's handle runs. */
export const statements: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['SelectQueryNode', owned(scopeSelect)],
  ['InsertQueryNode', owned(scopeInsert)],
  ['UpdateQueryNode', owned(scopeUpdate)],
  ['DeleteQueryNode', owned(scopeDelete)],
  ['MergeQueryNode', owned(scopeMerge)],
]);

export const shapesOfQueries = { SelectQueryNode: selectShape, InsertQueryNode: insertShape, UpdateQueryNode: updateShape, DeleteQueryNode: deleteShape, MergeQueryNode: mergeShape };

/** What reads each kind of node. A kind without a reader is refused. */
export const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...(Object.entries(shapes) as [OperationNodeKind, Shape][]).map(([kind, shape]): [string, Handler] => [kind, byShape(kind, shape)]),
  ['FunctionNode', call('FunctionNode')],
  ['AggregateFunctionNode', call('AggregateFunctionNode')],
  ['IdentifierNode', identifier],
  ['ValueNode', value],
  ['RawNode', rawExpression],
  ...statements,
]);

/** A scoped copy of a node, or a refusal. */
export const visit = (node: OperationNode, scope: Scope): OperationNode => {
  const { kind } = node;
  const handler = handlers.get(kind);
  if (!handler) throw refusal('UNKNOWN_NODE', `${kind} is not known to be safe in a tenant's query`);
  return handler(node, scope);
};
