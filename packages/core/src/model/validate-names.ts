import type { Expr } from '../query/expr/expr.ts';
import { walk } from '../query/visit.ts';
import { type ExpressionReader, parseVia } from './build.ts';
import type { Configuration } from './configuration.ts';
import { splitColumn, tableKey, unprefixed } from './key.ts';
import type { Schema, SchemaTable } from './schema.ts';
import type { ConfigurationError } from './validate.ts';
import { didYouMean } from './validate-nearest.ts';

const keyOf = (table: SchemaTable): string => tableKey(table.schema, table.name);

/** Looks names up and keeps what was not found. */
interface Lookup {
  readonly errors: ConfigurationError[];
  readonly table: (path: string, name: string) => SchemaTable | undefined;
  readonly column: (path: string, table: SchemaTable | undefined, name: string) => void;
}

const lookupIn = (schema: Schema): Lookup => {
  const errors: ConfigurationError[] = [];
  const byKey = new Map(schema.tables.map((t) => [keyOf(t), t]));
  return {
    errors,
    table: (path, name) => {
      const found = byKey.get(unprefixed(name));
      const elsewhere = found ? [] : [...byKey.keys()].filter((key) => key.endsWith(`.${name}`));
      const suggestion = elsewhere[0] === undefined ? didYouMean(name, [...byKey.keys()]) : `; did you mean "${elsewhere[0]}"?`;
      if (!found) errors.push({ path, message: `there is no table "${name}"${suggestion}` });
      return found;
    },
    column: (path, table, name) => {
      if (!table?.columns || table.columns.has(name)) return;
      errors.push({ path, message: `table "${keyOf(table)}" has no column "${name}"${didYouMean(name, [...table.columns.keys()])}` });
    },
  };
};

const checkTenant = ({ tenant }: Configuration, schema: Schema, find: Lookup): void => {
  const column = tenant?.column;
  const common = typeof column === 'string' ? column : column?.default;
  const known = schema.tables.flatMap((t) => [...(t.columns?.keys() ?? [])]);
  if (common !== undefined && schema.tables.every((t) => t.columns) && !known.includes(common))
    find.errors.push({
      path: typeof column === 'string' ? 'tenant.column' : 'tenant.column.default',
      message: `no table has a column "${common}"${didYouMean(common, [...new Set(known)])}`,
    });
  for (const [name, own] of Object.entries(typeof column === 'object' ? (column.overrides ?? {}) : {})) {
    const path = `tenant.column.overrides.${name}`;
    find.column(path, find.table(path, name), own);
  }
  if (tenant?.root === undefined) return;
  const { table, column: key } = splitColumn(tenant.root);
  find.column('tenant.root', find.table('tenant.root', table), key);
};

const checkPredicate = (path: string, table: SchemaTable | undefined, predicate: Expr, find: Lookup): void => {
  if (predicate.kind === 'opaque') {
    find.errors.push({ path, message: predicate.cause });
    return;
  }
  walk(predicate, (e) => {
    const name = e.kind === 'column' ? e.path.at(-1) : undefined;
    if (name !== undefined) find.column(path, table, name);
  });
};

const checkTables = ({ tables }: Configuration, find: Lookup, readExpression: ExpressionReader): void => {
  for (const [i, name] of (tables?.shared ?? []).entries()) find.table(`tables.shared[${i}]`, name);
  for (const [name, text] of Object.entries(tables?.via ?? {})) {
    const via = parseVia(text);
    const path = `tables.via.${name}`;
    const child = find.table(path, name);
    if (!via) continue;
    find.table(path, via.parent);
    find.column(path, child, via.column);
  }
  for (const [name, text] of Object.entries(tables?.public ?? {})) {
    const path = `tables.public.${name}`;
    checkPredicate(path, find.table(path, name), readExpression(text), find);
  }
};

/** A table is owned in one way. */
const checkContradictions = ({ tables, tenant }: Configuration, errors: ConfigurationError[]): void => {
  const shared = new Set(tables?.shared);
  const root = tenant?.root === undefined ? undefined : splitColumn(tenant.root).table;
  for (const name of Object.keys(tables?.via ?? {}))
    if (shared.has(name)) errors.push({ path: `tables.via.${name}`, message: `"${name}" is also declared shared; a table is owned in one way` });
  if (root !== undefined && shared.has(root)) errors.push({ path: 'tables.shared', message: `"${root}" is the tenant root; its rows belong to their tenants` });
};

/**
 * Compares what a configuration names with the tables and columns that exist. An empty list: everything it names is there.
 * A schema without tables says nothing, so nothing is compared with it.
 */
export const checkConfigurationAgainstSchema = (
  configuration: Configuration,
  schema: Schema,
  readExpression: ExpressionReader,
): readonly ConfigurationError[] => {
  const find = lookupIn(schema);
  checkContradictions(configuration, find.errors);
  if (schema.tables.length === 0) return find.errors;
  checkTenant(configuration, schema, find);
  checkTables(configuration, find, readExpression);
  return find.errors;
};
