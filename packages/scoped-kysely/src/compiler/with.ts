import { type CommonTableExpressionNameNode, type CommonTableExpressionNode, type OperationNode, TableNode, type WithNode } from 'kysely';
import { refusal } from '../error.ts';
import { asNode, asNodes, flag, readOnce } from './fields.ts';
import { columnList } from './column-list.ts';
import { parts } from './parts.ts';
import { readTable } from './relation.ts';
import type { Scope } from './scope.ts';

export interface WithResult {
  readonly with: WithNode | undefined;
  /** The scope of the query that the WITH list belongs to. */
  readonly scope: Scope;
}

const bodies: ReadonlySet<string> = new Set(['SelectQueryNode', 'InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'MergeQueryNode', 'ParensNode']);

interface Named {
  readonly name: CommonTableExpressionNameNode;
  readonly identifier: string;
  readonly body: OperationNode;
  readonly materialized: boolean | undefined;
}

const readExpression = (value: OperationNode, scope: Scope): Named => {
  const own = readOnce<CommonTableExpressionNode>(value, 'CommonTableExpressionNode', parts.CommonTableExpressionNode);
  const named = readOnce<CommonTableExpressionNameNode>(own.name, 'CommonTableExpressionNameNode', parts.CommonTableExpressionNameNode);
  const { identifier } = readTable(named.table, scope).table;
  // The guard of a table owned via a parent reads the parent by its name, which must not mean something else here.
  if (scope.registry.find(undefined, identifier.name)) throw refusal('CTE_NAME', `a common table expression is named like the table ${identifier.name}; give it another name`, { table: identifier.name });
  const columns = named.columns && columnList(named.columns, scope);
  return {
    name: { kind: 'CommonTableExpressionNameNode', table: TableNode.create(identifier.name), ...(columns ? { columns: columns as NonNullable<typeof named.columns> } : {}) },
    identifier: identifier.name,
    body: asNode(own.expression),
    materialized: own.materialized === undefined ? undefined : (flag(own.materialized, scope) as boolean),
  };
};

const scopeBody = ({ body, identifier }: Named, scope: Scope): OperationNode => {
  if (!bodies.has(body.kind)) throw refusal('RAW_STATEMENT', `the common table expression ${identifier} is ${body.kind}: it takes a query made by the builder`, { table: identifier });
  return scope.read(body.kind, body, scope);
};

/** Each expression sees those before it; with RECURSIVE it sees all of them, itself too. */
export const scopeWith = (value: unknown, outer: Scope): WithResult => {
  if (value === undefined) return { with: undefined, scope: outer };
  const own = readOnce<WithNode>(value, 'WithNode', parts.WithNode);
  const recursive = own.recursive !== undefined && (flag(own.recursive, outer) as boolean);
  const named = asNodes(own.expressions).map((expression) => readExpression(expression, outer));
  let scope: Scope = recursive ? { ...outer, ctes: new Set([...outer.ctes, ...named.map(({ identifier }) => identifier)]) } : outer;
  const expressions = named.map((item): CommonTableExpressionNode => {
    const expression = scopeBody(item, scope);
    scope = { ...scope, ctes: new Set([...scope.ctes, item.identifier]) };
    return { kind: 'CommonTableExpressionNode', name: item.name, expression, ...(item.materialized === undefined ? {} : { materialized: item.materialized }) };
  });
  return { with: { kind: 'WithNode', expressions, ...(recursive ? { recursive } : {}) }, scope };
};
