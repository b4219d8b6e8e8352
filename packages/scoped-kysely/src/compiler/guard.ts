import { type OperationNode, OperatorNode, type SelectQueryNode, type TableNode, type WhereNode } from 'kysely';
import type { TableFacts } from './registry.ts';
import type { Scope } from './scope.ts';

const equals: OperationNode = OperatorNode.create('=');
const within: OperationNode = OperatorNode.create('in');

// Nodes are written out here: freezing each costs more than all the rest of a guard.
const node = (fields: { readonly kind: OperationNode['kind'] } & Readonly<Record<string, unknown>>): OperationNode => fields;

/** `table.column = $tenant`, or for a table owned via a parent `table.column in (select key from parent where …)`. */
export const guardOf = ({ ownership, reference }: TableFacts, alias: TableNode | undefined, scope: Scope): OperationNode | undefined => {
  if (!reference || (ownership.kind !== 'tenant' && ownership.kind !== 'via')) return undefined;
  const leftOperand = alias ? node({ kind: 'ReferenceNode', column: reference.column, table: alias }) : reference;
  if (ownership.kind === 'tenant') return node({ kind: 'BinaryOperationNode', leftOperand, operator: equals, rightOperand: scope.tenantNode });
  return node({ kind: 'BinaryOperationNode', leftOperand, operator: within, rightOperand: keysOf(ownership.parent, ownership.keys, scope) });
};

/** `select key from parent where …`: the keys of the tenant's own parents. It names nothing of the query around it. */
export const keysOf = (parent: TableFacts, keys: Pick<SelectQueryNode, 'from' | 'selections'>, scope: Scope): SelectQueryNode => {
  const where = whereOf([guardOf(parent, undefined, scope)]);
  return { kind: 'SelectQueryNode', ...keys, ...(where && { where }) };
};

/** The guards first, the user's condition in parentheses: `or` cannot reach past it. */
export const conjunction = (guards: readonly (OperationNode | undefined)[], condition?: OperationNode): OperationNode | undefined => {
  let all: OperationNode | undefined;
  for (const guard of guards) if (guard) all = all ? node({ kind: 'AndNode', left: all, right: guard }) : guard;
  if (!condition || !all) return condition ?? all;
  return node({ kind: 'AndNode', left: all, right: condition.kind === 'ParensNode' ? condition : node({ kind: 'ParensNode', node: condition }) });
};

export const whereOf = (guards: readonly (OperationNode | undefined)[], condition?: OperationNode): WhereNode | undefined => {
  const where = conjunction(guards, condition);
  return where && { kind: 'WhereNode', where };
};
