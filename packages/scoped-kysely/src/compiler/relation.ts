import { AliasNode, FromNode, type IdentifierNode, type OperationNode, type SchemableIdentifierNode, SelectionNode, type SelectQueryNode, type TableNode } from 'kysely';
import { refusal } from '../error.ts';
import { kindOf, only, rawOr } from './fields.ts';
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

export const readTable = only('TableNode') as (value: unknown, scope: Scope) => TableNode;

const readAlias = rawOr(rawAlias, ['IdentifierNode']);

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
  const where = whereOf([guardOf(facts, undefined, scope)]);
  return AliasNode.create({ kind: 'SelectQueryNode', from: FromNode.create([table]), selections: [selectAll], ...(where && { where }) } as SelectQueryNode, alias);
};

const tableRelation = (table: TableNode, alias: IdentifierNode | undefined, scope: Scope): Relation => {
  const facts = lookUp(table, scope);
  const node: OperationNode = alias ? ({ kind: 'AliasNode', node: table, alias } as AliasNode) : table;
  if (!facts) return { node, guard: undefined, derived: () => node, table: undefined };
  if (facts.ownership.kind === 'admin') throw refusal('TABLE_CLASS', `${facts.name} is an admin table: only db.crossTenant reaches it`, { table: facts.name });
  const guard = guardOf(facts, alias && { kind: 'TableNode', table: { kind: 'SchemableIdentifierNode', identifier: alias } }, scope);
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
const unwrap = (value: unknown): { readonly kind: string; readonly inner: object } => {
  const kind = kindOf(value);
  const table = kind === 'RawNode' ? wrappedTable(value as object) : undefined;
  return table === undefined ? { kind, inner: value as object } : { kind: 'TableNode', inner: table };
};

const aliased = (value: object, scope: Scope): Relation => {
  const { node, alias } = value as Readonly<Record<string, unknown>>;
  const { kind, inner } = unwrap(node);
  const name = readAlias(alias, scope);
  if (kind !== 'TableNode') return withoutGuard(AliasNode.create(source(kind, inner, scope), name));
  if (name.kind !== 'IdentifierNode') throw refusal('UNSUPPORTED', 'the alias of a table must be a name');
  return tableRelation(readTable(inner, scope), name as IdentifierNode, scope);
};

/** What may stand in FROM besides a table. */
const source = (kind: string, value: object, scope: Scope): OperationNode => {
  if (kind === 'SelectQueryNode' || kind === 'FunctionNode') return scope.read(kind, value, scope);
  if (kind === 'RawNode') return rawRelation(value, scope);
  throw refusal('UNKNOWN_NODE', `${kind} in the place of a table is refused`);
};

/** Reads what stands in the place of a relation. */
export const relationOf = (value: unknown, scope: Scope): Relation => {
  const { kind, inner } = unwrap(value);
  if (kind === 'TableNode') return tableRelation(readTable(inner, scope), undefined, scope);
  return kind === 'AliasNode' ? aliased(inner, scope) : withoutGuard(source(kind, inner, scope));
};

/** Reads the target of a write; `what` is for messages: `update`. */
export const targetOf = (value: unknown, what: string, scope: Scope): Relation & { readonly table: TableFacts } => {
  const relation = relationOf(value, scope);
  const { table } = relation;
  if (!table) throw refusal('UNSUPPORTED', `${what} of something that is no table is refused`);
  if (table.ownership.kind === 'shared' && !table.ownership.writable) throw refusal('TABLE_CLASS', `${table.name} is a shared table: tenants read it, ${what} is refused`, { table: table.name });
  return { ...relation, table };
};
