import { AliasNode, FromNode, type IdentifierNode, type OperationNode, type SchemableIdentifierNode, SelectionNode, type SelectQueryNode, TableNode } from 'kysely';
import { refusal } from '../error.ts';
import { asNode, byHandler, only, readOnce } from './fields.ts';
import { guardOf, whereOf } from './guard.ts';
import { rawAlias, rawRelation, wrappedTable } from './raw.ts';
import type { TableFacts } from './registry.ts';
import type { Scope } from './scope.ts';

/** A relation of FROM, JOIN or USING, or the target of a write. */
export interface Relation {
  readonly node: OperationNode;
  /** What holds it in the tenant; absent where it needs nothing (a shared table, a common table expression, a sub-query). */
  readonly guard: OperationNode | undefined;
  /** The relation with its guard inside: `(select * from t where …) as t`. */
  readonly derived: () => OperationNode;
  readonly table: TableFacts | undefined;
}

const aliasShape = { node: byHandler, alias: byHandler };

export const readTable = only('TableNode') as (value: OperationNode, scope: Scope) => TableNode;

const spelled = ({ schema, identifier }: SchemableIdentifierNode): string => (schema ? `${schema.name}.${identifier.name}` : identifier.name);

/** The declared table of this name; undefined for a common table expression. */
const lookUp = (table: TableNode, scope: Scope): TableFacts | undefined => {
  const { schema, identifier } = table.table;
  const facts = scope.registry.find(schema?.name, identifier.name);
  if (facts) return facts;
  if (!schema && scope.ctes.has(identifier.name)) return undefined;
  const name = spelled(table.table);
  throw refusal('UNKNOWN_TABLE', `the table ${name} is not declared in the tenancy${scope.registry.nearest(name)}`, { table: name });
};

const selectAll = SelectionNode.createSelectAll();

const derivedOf = (table: TableNode, facts: TableFacts, alias: OperationNode, scope: Scope): OperationNode => {
  const query: SelectQueryNode = { kind: 'SelectQueryNode', from: FromNode.create([table]), selections: [selectAll], ...whereOf([guardOf(facts, undefined, scope)]) };
  return AliasNode.create(query, alias);
};

const tableRelation = (table: TableNode, alias: IdentifierNode | undefined, scope: Scope): Relation => {
  const facts = lookUp(table, scope);
  const node = alias ? AliasNode.create(table, alias) : table;
  if (!facts) return { node, guard: undefined, derived: () => node, table: undefined };
  if (facts.ownership.kind === 'admin') throw refusal('TABLE_CLASS', `${facts.name} is an admin table: only db.crossTenant reaches it`, { table: facts.name });
  const guard = guardOf(facts, alias ? TableNode.create(alias.name) : undefined, scope);
  const derived = (): OperationNode => {
    if (!guard) return node;
    // Columns are named by schema and table, which a sub-query does not have.
    if (!alias && table.table.schema) throw refusal('UNSUPPORTED', `give ${facts.name} an alias: beside a RIGHT or FULL JOIN, or in USING, it becomes a sub-query`, { table: facts.name });
    return derivedOf(table, facts, alias ?? table.table.identifier, scope);
  };
  return { node, guard, derived, table: facts };
};

const withoutGuard = (node: OperationNode): Relation => ({ node, guard: undefined, derived: () => node, table: undefined });

/** What stands in the place of a relation; `sql.table('orders')` is the table. */
const unwrap = (value: unknown): OperationNode => {
  const node = asNode(value);
  const table = node.kind === 'RawNode' ? wrappedTable(node) : undefined;
  return table === undefined ? node : asNode(table);
};

const aliased = (value: OperationNode, scope: Scope): Relation => {
  const own = readOnce<AliasNode>(value, 'AliasNode', aliasShape);
  const inner = unwrap(own.node);
  const alias = asNode(own.alias);
  if (inner.kind === 'TableNode') {
    if (alias.kind !== 'IdentifierNode') throw refusal('UNSUPPORTED', 'the alias of a table must be a name');
    return tableRelation(readTable(inner, scope), scope.read(alias.kind, alias, scope) as IdentifierNode, scope);
  }
  const name = alias.kind === 'RawNode' ? rawAlias(alias, scope) : scope.read(alias.kind, alias, scope);
  return withoutGuard(AliasNode.create(source(inner, scope), name));
};

/** What may stand in FROM besides a table. */
const source = (value: OperationNode, scope: Scope): OperationNode => {
  if (value.kind === 'SelectQueryNode' || value.kind === 'FunctionNode') return scope.read(value.kind, value, scope);
  if (value.kind === 'RawNode') return rawRelation(value, scope);
  throw refusal('UNKNOWN_NODE', `${value.kind} in the place of a table is refused`);
};

/** Reads what stands in the place of a relation. */
export const relationOf = (value: unknown, scope: Scope): Relation => {
  const inner = unwrap(value);
  if (inner.kind === 'TableNode') return tableRelation(readTable(inner, scope), undefined, scope);
  return inner.kind === 'AliasNode' ? aliased(inner, scope) : withoutGuard(source(inner, scope));
};

/** Reads the target of a write; `what` is for messages: `update`. */
export const targetOf = (value: unknown, what: string, scope: Scope): Relation & { readonly table: TableFacts } => {
  const relation = relationOf(value, scope);
  const { table } = relation;
  if (!table) throw refusal('UNSUPPORTED', `${what} of something that is no table is refused`);
  if (table.ownership.kind === 'shared' && !table.ownership.writable) throw refusal('TABLE_CLASS', `${table.name} is a shared table: tenants read it, ${what} is refused`, { table: table.name });
  return { ...relation, table };
};
