import type { OperationNode, OperationNodeKind } from 'kysely';
import { refusal } from '../error.ts';
import { deleteShape, scopeDelete } from './delete.ts';
import { copyNode, type Shape, unknownPart } from './fields.ts';
import { checkFunction } from './functions.ts';
import { insertShape, scopeInsert } from './insert.ts';
import { leaves } from './leaves.ts';
import { mergeShape, scopeMerge } from './merge.ts';
import { rawExpression } from './raw.ts';
import type { Scope } from './scope.ts';
import { scopeSelect, selectShape } from './select.ts';
import { shapes } from './shapes.ts';
import { scopeUpdate, updateShape } from './update.ts';

/** Reads a node whose kind is known; it does not read the kind again. */
type Handler = (node: never, scope: Scope) => OperationNode;

const call =
  (kind: 'FunctionNode' | 'AggregateFunctionNode') =>
  (node: object, scope: Scope): OperationNode => {
    const copy = copyNode(node, kind, shapes[kind], scope);
    const { func } = copy as unknown as { readonly func?: string };
    if (func === undefined) throw unknownPart('a function without a name');
    checkFunction(func, scope.registry);
    return copy;
  };

/** A query made by a handle is marked with the handle's tenant; in another tenant's query it is a mistake. */
const owned =
  (handler: (node: OperationNode, scope: Scope) => OperationNode) =>
  (node: OperationNode, scope: Scope): OperationNode => {
    scope.checkOwner(node);
    return handler(node, scope);
  };

const byShape =
  (kind: OperationNodeKind, shape: Shape) =>
  (node: object, scope: Scope): OperationNode =>
    copyNode(node, kind, shape, scope);

/** The statements that a tenant's handle runs. */
export const statements: ReadonlyMap<string, (node: OperationNode, scope: Scope) => OperationNode> = new Map([
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
  ...leaves,
  ['FunctionNode', call('FunctionNode')],
  ['AggregateFunctionNode', call('AggregateFunctionNode')],
  ['RawNode', rawExpression],
  ...statements,
]);

/** A scoped copy of a node of a kind, or a refusal. */
export const read = (kind: string, node: object, scope: Scope): OperationNode => {
  const handler = handlers.get(kind);
  if (!handler) throw refusal('UNKNOWN_NODE', `${kind} is not known to be safe in a tenant's query`);
  return handler(node as never, scope);
};
