import {
  BinaryOperationNode,
  ColumnNode,
  type DeleteQueryNode,
  type InsertQueryNode,
  Kysely,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  PrimitiveValueListNode,
  type QueryId,
  ReferenceNode,
  type SelectQueryNode,
  TableNode,
  type UpdateQueryNode,
  ValueNode,
  ValuesNode,
  WhereNode,
} from 'kysely';
import type { Guard } from '../guard.ts';
import { owned, type Tables } from '../tables.ts';

/** The table that a query begins with, by the name the query knows it by. */
const rootOf = (node: OperationNode | undefined): TableNode | undefined => {
  const aliased = node?.kind === 'AliasNode' ? (node as unknown as { readonly node: OperationNode; readonly alias: { readonly name: string } }) : undefined;
  const table = aliased?.node ?? node;
  if (!table || !TableNode.is(table) || !(owned as readonly string[]).includes(table.table.identifier.name)) return undefined;
  return aliased ? TableNode.create(aliased.alias.name) : table;
};

class TenantTransformer extends OperationNodeTransformer {
  readonly #tenant: string | undefined;

  constructor(tenant: string | undefined) {
    super();
    this.#tenant = tenant;
  }

  #where(where: WhereNode | undefined, table: OperationNode | undefined): { readonly where?: WhereNode } {
    const root = rootOf(table);
    if (!root) return where ? { where } : {};
    const isOwn = BinaryOperationNode.create(ReferenceNode.create(ColumnNode.create('tenant_id'), root), OperatorNode.create('='), ValueNode.create(this.#tenant));
    return { where: where ? WhereNode.cloneWithOperation(where, 'And', isOwn) : WhereNode.create(isOwn) };
  }

  protected override transformSelectQuery(node: SelectQueryNode, queryId?: QueryId): SelectQueryNode {
    const query = super.transformSelectQuery(node, queryId);
    return { ...query, ...this.#where(query.where, query.from?.froms[0]) };
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId?: QueryId): UpdateQueryNode {
    const query = super.transformUpdateQuery(node, queryId);
    return { ...query, ...this.#where(query.where, query.table) };
  }

  protected override transformInsertQuery(node: InsertQueryNode, queryId?: QueryId): InsertQueryNode {
    const query = super.transformInsertQuery(node, queryId);
    if (!rootOf(query.into) || !query.values || !ValuesNode.is(query.values)) return query;
    const rows = query.values.values.map((row) => (PrimitiveValueListNode.is(row) ? PrimitiveValueListNode.create([...row.values, this.#tenant]) : row));
    return { ...query, columns: [...(query.columns ?? []), ColumnNode.create('tenant_id')], values: ValuesNode.create(rows) };
  }

  protected override transformDeleteQuery(node: DeleteQueryNode, queryId?: QueryId): DeleteQueryNode {
    const query = super.transformDeleteQuery(node, queryId);
    return { ...query, ...this.#where(query.where, query.from.froms[0]) };
  }
}

const plugin = (tenant: string | undefined): KyselyPlugin => ({
  transformQuery: ({ node, queryId }) => new TenantTransformer(tenant).transformNode(node, queryId),
  transformResult: ({ result }) => Promise.resolve(result),
});

export const recipe: Guard = {
  name: 'plugin recipe',
  note: 'as in kysely-org/kysely#184: a transformer that adds tenant_id = … to the WHERE of each select, update and delete, and a value to inserted rows; here the column is qualified, or every join would fail',
  stamps: true,
  children: false,
  run: (dialect, tenant, body) => body(new Kysely<Tables>({ dialect, plugins: [plugin(tenant)] })),
};
