import type { OperationNode, OperationNodeKind, ValueNode } from 'kysely';
import { refusal } from '../error.ts';
import { deleteShape, scopeDelete } from './delete.ts';
import { copyNode, type Shape } from './fields.ts';
import { checkFunction } from './functions.ts';
import { insertShape, scopeInsert } from './insert.ts';
import { mergeShape, scopeMerge } from './merge.ts';
import { rawExpression } from './raw.ts';
import type { Scope } from './scope.ts';
import { scopeSelect, selectShape } from './select.ts';
import { checkImmediate, shapes } from './shapes.ts';
import { scopeUpdate, updateShape } from './update.ts';

type Handler = (node: OperationNode, scope: Scope) => OperationNode;

const call =
  (kind: 'FunctionNode' | 'AggregateFunctionNode'): Handler =>
  (node, scope) => {
    const copy = copyNode(node, kind, shapes[kind], scope);
    checkFunction((copy as unknown as { readonly func: string }).func, scope);
    return copy;
  };

const value: Handler = (node, scope) => {
  const copy = copyNode(node, 'ValueNode', shapes.ValueNode, scope);
  checkImmediate(copy as ValueNode);
  return copy;
};

/** A query made by a handle is marked with the handle's tenant; in another tenant's query it is a mistake. */
const owned =
  (handler: Handler): Handler =>
  (node, scope) => {
    scope.checkOwner(node);
    return handler(node, scope);
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
