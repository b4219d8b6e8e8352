import { AliasNode, FromNode, type IdentifierNode, type OperationNode, type RawNode, type SchemableIdentifierNode, SelectionNode, type SelectQueryNode, TableNode } from 'kysely';
import { refusal } from '../error.ts';
import { asList, asNode, asNodes, byHandler, readOnce } from './fields.ts';
import { guardOf, whereOf } from './guard.ts';
import { rawAlias, rawRelation } from './raw.ts';
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

export const readTable = (value: OperationNode, scope: Scope): TableNode => scope.visit(readOnce<TableNode>(value, 'TableNode', { table: byHandler }), scope) as TableNode;

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
  const query: SelectQueryNode = { kind: 'SelectQueryNode', from: FromNode.create([table]), selections: [selectAll], ...whereOf([guardOf(facts.ownership, table, scope)]) };
  return AliasNode.create(query, alias);
};

const tableRelation = (table: TableNode, alias: IdentifierNode | undefined, scope: Scope): Relation => {
  const facts = lookUp(table, scope);
  const node = alias ? AliasNode.create(table, alias) : table;
  if (!facts) return { node, guard: undefined, derived: () => node, table: undefined };
  if (facts.ownership.kind === 'admin') throw refusal('TABLE_CLASS', `${facts.name} is an admin table: only db.crossTenant reaches it`, { table: facts.name });
  const guard = guardOf(facts.ownership, alias ? TableNode.create(alias.name) : table, scope);
  return { node, guard, derived: () => (guard ? derivedOf(table, facts, alias ?? table.table.identifier, scope) : node), table: facts };
};

const withoutGuard = (node: OperationNode): Relation => ({ node, guard: undefined, derived: () => node, table: undefined });

const isTextless = (value: OperationNode): boolean => asList((value as Partial<RawNode>).sqlFragments).every((text) => text === '');

const unwrap = (value: OperationNode): OperationNode => {
  if (value.kind !== 'RawNode') return value;
  const [only, ...more] = asNodes((value as Partial<RawNode>).parameters);
  // sql.table('orders') is the table; text around it is refused when the fragment is read.
  return only?.kind === 'TableNode' && more.length === 0 && isTextless(value) ? only : value;
};

const aliased = (value: OperationNode, scope: Scope): Relation => {
  const own = readOnce<AliasNode>(value, 'AliasNode', aliasShape);
  const inner = unwrap(asNode(own.node));
  const alias = asNode(own.alias);
  if (inner.kind === 'TableNode') {
    if (alias.kind !== 'IdentifierNode') throw refusal('UNSUPPORTED', 'the alias of a table must be a name');
    return tableRelation(readTable(inner, scope), scope.visit(alias, scope) as IdentifierNode, scope);
  }
  const name = alias.kind === 'RawNode' ? rawAlias(alias, scope) : scope.visit(alias, scope);
  return withoutGuard(AliasNode.create(source(inner, scope), name));
};

/** What may stand in FROM besides a table. */
const source = (value: OperationNode, scope: Scope): OperationNode => {
  if (value.kind === 'SelectQueryNode' || value.kind === 'FunctionNode') return scope.visit(value, scope);
  if (value.kind === 'RawNode') return rawRelation(value, scope);
  throw refusal('UNKNOWN_NODE', `${value.kind} in the place of a table is refused`);
};

/** Reads what stands in the place of a relation. */
export const relationOf = (value: OperationNode, scope: Scope): Relation => {
  const inner = unwrap(asNode(value));
  if (inner.kind === 'TableNode') return tableRelation(readTable(inner, scope), undefined, scope);
  return inner.kind === 'AliasNode' ? aliased(inner, scope) : withoutGuard(source(inner, scope));
};

/** Reads the target of a write; `what` is for messages: `update`. */
export const targetOf = (value: OperationNode, what: string, scope: Scope): Relation & { readonly table: TableFacts } => {
  const relation = relationOf(value, scope);
  const { table } = relation;
  if (!table) throw refusal('UNSUPPORTED', `${what} of something that is no table is refused`);
  if (table.ownership.kind === 'shared' && !table.ownership.writable) throw refusal('TABLE_CLASS', `${table.name} is a shared table: tenants read it, ${what} is refused`, { table: table.name });
  return { ...relation, table };
};
