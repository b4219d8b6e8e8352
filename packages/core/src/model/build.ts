import type { Expr } from '../query/expr/expr.ts';
import type { Configuration } from './configuration.ts';
import { inferTenancy } from './infer.ts';
import { splitColumn, tableKey, unprefixed } from './key.ts';
import type { Dependent, Ownership, TableModel, TenantModel } from './model.ts';
import { namingOf } from './naming.ts';
import type { Schema, SchemaColumn, SchemaTable } from './schema.ts';

/** Reads a declared predicate (`tables.public`); injected so that the model knows nothing of SQL text. */
export type ExpressionReader = (text: string) => Expr;

const viaPattern = /^(.+?)\s*\(\s*([^()]+?)\s*\)$/;

/** Splits `orders(order_id)`; undefined when it has another form. */
export const parseVia = (text: string): { readonly parent: string; readonly column: string } | undefined => {
  const [, parent, column] = viaPattern.exec(text.trim()) ?? [];
  return parent === undefined || column === undefined ? undefined : { parent: parent.trim(), column };
};

/** The settings of the configuration with every default filled in, before any table is looked at. */
interface Rules {
  readonly columnOf: (key: string) => string;
  readonly overridden: ReadonlySet<string>;
  readonly root: { readonly table: string; readonly column: string } | undefined;
  readonly shared: ReadonlySet<string>;
  readonly via: ReadonlyMap<string, { readonly parent: string; readonly column: string }>;
  readonly publicWhen: ReadonlyMap<string, Expr>;
}

const rulesOf = (
  configuration: Configuration,
  inferred: { readonly column: string; readonly root?: string | undefined },
  readExpression: ExpressionReader,
): Rules => {
  const { tenant, tables } = configuration;
  const column = tenant?.column;
  const defaultColumn = (typeof column === 'string' ? column : column?.default) ?? inferred.column;
  const overrides = new Map(
    Object.entries(typeof column === 'object' ? (column.overrides ?? {}) : {}).map(([k, v]) => [unprefixed(k), v]),
  );
  const root = tenant?.root ?? inferred.root;
  return {
    columnOf: (key) => overrides.get(key) ?? defaultColumn,
    overridden: new Set(overrides.keys()),
    root: root === undefined ? undefined : splitColumn(root),
    shared: new Set((tables?.shared ?? []).map(unprefixed)),
    via: new Map(
      Object.entries(tables?.via ?? {}).flatMap(([table, text]) => {
        const via = parseVia(text);
        return via ? [[unprefixed(table), { parent: unprefixed(via.parent), column: via.column }] as const] : [];
      }),
    ),
    publicWhen: new Map(
      Object.entries(tables?.public ?? {}).map(([table, text]) => [unprefixed(table), readExpression(text)]),
    ),
  };
};

const ownershipOf = (
  key: string,
  columns: ReadonlyMap<string, SchemaColumn> | undefined,
  rules: Rules,
  identityOf: (key: string) => string | undefined,
  foreignKeys: SchemaTable['foreignKeys'],
): Ownership => {
  if (rules.root?.table === key) return { kind: 'tenant', column: rules.root.column };
  const via = rules.via.get(key);
  if (via && via.parent === rules.root?.table) return { kind: 'tenant', column: via.column };
  const referenced = foreignKeys.find((fk) => fk.columns.length === 1 && fk.columns[0] === via?.column)?.referenced[0];
  if (via && referenced !== undefined && referenced !== identityOf(via.parent))
    return { kind: 'unclassified', why: `it is owned via ${via.parent}, but ${via.column} refers to ${via.parent}.${referenced}, not to its primary key` };
  if (via)
    return identityOf(via.parent) === undefined
      ? { kind: 'unclassified', why: `it is owned via ${via.parent}, which has no single-column key` }
      : { kind: 'via', ...via };
  if (rules.shared.has(key)) return { kind: 'shared' };
  const column = rules.columnOf(key);
  if (columns === undefined || columns.has(column)) return { kind: 'tenant', column };
  return {
    kind: 'unclassified',
    why: `it has no column ${column} and is declared neither shared nor owned via a parent`,
  };
};

/** A single-column primary key, else a column `id` where nothing is known of keys. Keys do not span tables that inherit. */
const identityColumn = (table: SchemaTable, keysKnown: boolean): string | undefined => {
  if (table.inherited) return undefined;
  if (!keysKnown) return table.columns === undefined || table.columns.has('id') ? 'id' : undefined;
  const single = table.uniques.filter((key) => key.columns.length === 1);
  return (single.find((key) => key.primary) ?? single[0])?.columns[0];
};

/** By the key of the table that is referred to. */
const dependentsIn = (schema: Schema): ReadonlyMap<string, readonly Dependent[]> => {
  const dependents = new Map<string, Dependent[]>();
  for (const { schema: own = 'public', name, actions = [] } of schema.tables)
    for (const action of actions) {
      const key = tableKey(action.schema, action.table);
      dependents.set(key, [...(dependents.get(key) ?? []), { ...action, child: { schema: own, name } }]);
    }
  return dependents;
};

const tableModels = (schema: Schema, rules: Rules): Map<string, TableModel> => {
  const identities = new Map(
    schema.tables.map((t) => [tableKey(t.schema, t.name), identityColumn(t, schema.keysKnown)]),
  );
  const dependents = dependentsIn(schema);
  return new Map(
    schema.tables.map((t) => {
      const key = tableKey(t.schema, t.name);
      const model: TableModel = {
        key,
        name: t.name,
        ownership: ownershipOf(key, t.columns, rules, (k) => identities.get(k), t.foreignKeys),
        columns: t.columns,
        identity: identities.get(key),
        uniques: t.uniques,
        foreignKeys: t.foreignKeys.map((fk) => ({ ...fk, target: tableKey(fk.schema, fk.table) })),
        dependents: dependents.get(key) ?? [],
        effects: t.effects ?? [],
        publicWhen: rules.publicWhen.get(key),
        inherited: t.inherited,
        view: t.view,
      };
      return [key, model] as const;
    }),
  );
};

const looselyReferenced = (tables: ReadonlyMap<string, TableModel>): readonly string[] =>
  [...tables.values()].flatMap((t) => t.foreignKeys.filter((fk) => fk.columns.length === 1).map((fk) => fk.target));

const assumedTable = (key: string, name: string, rules: Rules): TableModel => ({
  key,
  name,
  ownership: ownershipOf(key, undefined, rules, () => 'id', []),
  identity: 'id',
  uniques: [],
  foreignKeys: [],
  dependents: [],
  effects: [],
  publicWhen: rules.publicWhen.get(key),
});

/** An unqualified name is the one table of that name; with two, search_path decides, which is not known here. */
const finder = (known: ReadonlyMap<string, TableModel>): TenantModel['find'] => {
  const byName = new Map<string, TableModel | 'many'>();
  for (const table of known.values()) byName.set(table.name, byName.has(table.name) ? 'many' : table);
  return (schema, name) => {
    if (schema !== undefined) return known.get(tableKey(schema, name));
    const elsewhere = byName.get(name);
    return elsewhere === 'many' ? undefined : elsewhere;
  };
};

const isCatalog = (schema: string | undefined, name: string): boolean =>
  schema === 'pg_catalog' || schema === 'information_schema' || (schema === undefined && name.startsWith('pg_'));

/** Without a schema: every table is tenant-owned unless declared otherwise. */
const openFinder = (rules: Rules): TenantModel['find'] => {
  const made = new Map<string, TableModel>();
  return (schema, name) => {
    if (isCatalog(schema, name)) return undefined;
    const key = tableKey(schema, name);
    const found = made.get(key) ?? assumedTable(key, name, rules);
    made.set(key, found);
    return found;
  };
};

/** Which function an unqualified name means depends on the search path: it is pure when all of that name are. */
const functionsByName = (functions: Schema['functions']): TenantModel['userFunctions'] => {
  const known = new Map(functions);
  const add = (name: string, purity: 'pure' | 'unknown'): void => {
    known.set(name, known.get(name) === 'unknown' ? 'unknown' : purity);
  };
  for (const [key, purity] of functions) {
    if (key.includes('.')) add(key.slice(key.lastIndexOf('.') + 1), purity);
    else add(`public.${key}`, purity);
  }
  return known;
};

/**
 * Configuration and schema → the model every proof is made against.
 * Pass no schema when nothing is known: each table is then assumed to be tenant-owned.
 */
export const buildModel = (
  configuration: Configuration,
  schema: Schema | undefined,
  readExpression: ExpressionReader,
): TenantModel => {
  const { tenant } = configuration;
  const inferred = inferTenancy(configuration, schema);
  const rules = rulesOf(configuration, inferred, readExpression);
  const known = schema === undefined ? new Map<string, TableModel>() : tableModels(schema, rules);
  return {
    find: schema === undefined ? openFinder(rules) : finder(known),
    setting: (tenant?.setting ?? 'app.current_tenant').toLowerCase(),
    carries: (tenant?.members ?? []).length > 0 ? 'user' : 'tenant',
    functions: new Set(tenant?.functions ?? []),
    userFunctions: functionsByName(schema?.functions ?? new Map()),
    userOperators: schema?.operators ?? new Set(),
    userCasts: schema?.casts ?? new Set(),
    parents: new Set([...[...rules.via.values()].map((v) => v.parent), ...looselyReferenced(known)]),
    tables: [...known.values()],
    rename: namingOf(configuration),
    assumptions: inferred.assumptions,
  };
};
