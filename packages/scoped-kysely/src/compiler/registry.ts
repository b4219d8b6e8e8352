import { ColumnNode, createQueryId, FromNode, type KyselyPlugin, ReferenceNode, type RootOperationNode, SelectionNode, SelectQueryNode, TableNode } from 'kysely';
import { refusal } from '../error.ts';
import { nearest } from '../tenancy/nearest.ts';
import type { TableClass } from '../tenancy/table-class.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import { isPureBuiltin } from './pure-functions.ts';

/** A declared table, by the names that the database knows. */
export interface TableFacts {
  readonly name: string;
  readonly node: TableNode;
  readonly ownership: Ownership;
  /** `table.column` of the column that says whose row it is. */
  readonly reference: ReferenceNode | undefined;
}

type Ownership =
  | { readonly kind: 'tenant'; readonly column: string; /** Of the table of tenants. */ readonly root: boolean }
  | { readonly kind: 'via'; readonly column: string; readonly key: string; readonly parent: TableFacts; /** `select key from parent`, for a guard. */ readonly keys: Pick<SelectQueryNode, 'from' | 'selections'> }
  | { readonly kind: 'shared'; readonly writable: boolean }
  | { readonly kind: 'admin' };

export interface Registry {
  readonly find: (schema: string | undefined, name: string) => TableFacts | undefined;
  /** The tables of this name in any schema. */
  readonly named: (name: string) => readonly TableFacts[];
  /** For messages: `: did you mean …`. */
  readonly nearest: (name: string) => string;
  /** Whether a function of this name reads nothing but its arguments. */
  readonly isPure: (func: string) => boolean;
  /** Whether `#` begins a comment and a backslash escapes, as in MySQL. */
  readonly mysqlText: boolean;
}

/** PostgreSQL cuts longer names, so two of them may be one. */
export const longestName = 63;

/** How the plugins (a CamelCasePlugin, a WithSchemaPlugin) spell a table and its column in the database. */
const spelled = (name: string, column: string, plugins: readonly KyselyPlugin[]): { readonly table: TableNode; readonly column: string } => {
  const dot = name.indexOf('.');
  const declared = dot < 0 ? TableNode.create(name) : TableNode.createWithSchema(name.slice(0, dot), name.slice(dot + 1));
  let node: RootOperationNode = {
    kind: 'SelectQueryNode',
    from: FromNode.create([declared]),
    selections: [SelectionNode.create(ReferenceNode.create(ColumnNode.create(column)))],
  };
  for (const plugin of plugins) node = plugin.transformQuery({ node, queryId: createQueryId() });
  const from = SelectQueryNode.is(node) ? node.from?.froms[0] : undefined;
  const selection = SelectQueryNode.is(node) ? node.selections?.[0]?.selection : undefined;
  if (from?.kind !== 'TableNode' || selection?.kind !== 'ReferenceNode') throw refusal('CONFIGURATION', 'a plugin turns tables or columns into something else', { table: name });
  const reference = selection;
  return { table: from as TableNode, column: reference.column.kind === 'ColumnNode' ? reference.column.column.name : column };
};

const viaOf = (column: string, key: string, parent: TableFacts): Ownership => ({
  kind: 'via',
  column,
  key,
  parent,
  keys: Object.freeze({ from: FromNode.create([parent.node]), selections: [SelectionNode.create(ReferenceNode.create(ColumnNode.create(key), parent.node))] }),
});

const keyOf = (schema: string | undefined, name: string): string => `${schema ?? ''}\0${name}`;

/** The declared tables under the names that reach the compiler, after all plugins. */
export const registryOf = (tenancy: Tenancy<unknown>, plugins: readonly KyselyPlugin[], mysqlText: boolean): Registry => {
  const facts = new Map<string, TableFacts>();

  const ownershipOf = (name: string, table: TableClass): Ownership => {
    const inDatabase = (column: string): string => (mysqlText ? spelled(name, column, plugins).column.toLowerCase() : spelled(name, column, plugins).column);
    switch (table.kind) {
      case 'owned':
        return { kind: 'tenant', column: inDatabase(table.column ?? tenancy.column), root: false };
      case 'root':
        return { kind: 'tenant', column: inDatabase(table.column), root: true };
      case 'via':
        return viaOf(inDatabase(table.column), spelled(table.parent, table.key, plugins).column, factsOf(table.parent));
      case 'shared':
        return { kind: 'shared', writable: table.writable };
      case 'admin':
        return { kind: 'admin' };
    }
  };

  const factsOf = (name: string): TableFacts => {
    const known = facts.get(name);
    const table = tenancy.tables[name];
    if (known) return known;
    if (!table) throw refusal('CONFIGURATION', `the table ${name} is not declared`, { table: name });
    const { table: node } = spelled(name, tenancy.column, plugins);
    const ownership = Object.freeze(ownershipOf(name, table));
    const reference = 'column' in ownership ? ReferenceNode.create(ColumnNode.create(ownership.column), node) : undefined;
    const made: TableFacts = Object.freeze({ name, node, ownership, reference });
    facts.set(name, made);
    return made;
  };

  const byName = new Map<string, TableFacts>();
  for (const name of Object.keys(tenancy.tables)) {
    const table = factsOf(name);
    const { schema, identifier } = table.node.table;
    const key = keyOf(schema?.name, identifier.name);
    if (byName.has(key)) throw refusal('CONFIGURATION', `${name} and ${byName.get(key)?.name ?? ''} are one table in the database`, { table: name });
    byName.set(key, table);
  }
  const own = new Set(tenancy.functions.map((name) => name.toLowerCase()));
  return {
    find: (schema, name) => byName.get(keyOf(schema, name)),
    named: (name) => [...byName.values()].filter(({ node }) => node.table.identifier.name === name),
    nearest: (name) => nearest(name, Object.keys(tenancy.tables)),
    isPure: (func) => own.has(func) || isPureBuiltin(func.replace(/^pg_catalog\./, '')),
    mysqlText,
  };
};
