import type { ForeignKey, KeyAction, Schema, SchemaTable } from '../model/schema.ts';
import { opaqueRelation } from '../query/relation/opaque.ts';
import { type Query, select } from '../query/statement/query.ts';
import { applyDdl } from './ddl/apply.ts';
import { type Catalog, emptyCatalog, type Foreign, type Table, tableAt, type View } from './ddl/catalog.ts';
import { primaryKey } from './ddl/constraint.ts';
import { schemaColumn } from './ddl/equality.ts';
import { isForeign, isInherited, isKept, withPartitions } from './ddl/inheritance.ts';
import { type Purity, purityOf } from './ddl/purity.ts';
import { effectsOf } from './ddl/trigger.ts';
import { forwardPart } from './forward.ts';
import { as } from './lower/context.ts';
import { lowerPart } from './lower/lowering.ts';
import { parseStatements } from './statements.ts';

/** A statement of a schema file that could not be read. */
export interface SchemaProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

const named = (schema: string): string | undefined => (schema === 'public' ? undefined : schema);

const unreadView = (cause: string): Query =>
  select({
    items: [{ star: true }],
    distinct: false,
    from: [opaqueRelation({ rule: 'unproven-sql', cause })],
    windows: [],
    orderBy: [],
    locking: false,
  });

const viewOf = ({ query, parsed, stale, columnAliases, materialized }: View): NonNullable<SchemaTable['view']> => {
  const tree = as(query, 'SelectStmt');
  const read = stale === undefined && tree ? lowerPart.query(parsed, tree) : undefined;
  return { query: read ?? unreadView(stale ?? "the view's query is not read"), columnAliases, materialized };
};

const foreignKeyOf = ({ columns, table, referenced }: Foreign): ForeignKey => ({
  columns,
  schema: named(table.schema),
  table: table.name,
  referenced,
});

/** A key to a partitioned table acts on rows that are written through a partition, too. */
const actionsOf = (catalog: Catalog, t: Table): readonly KeyAction[] =>
  t.foreignKeys.flatMap(({ inherited, table, name, columns, referenced, onDelete, onUpdate, setColumns }) => {
    // Files in another order than they were run in: the table is made after the key.
    const parent = 'children' in table ? table : tableAt(catalog, table);
    if (inherited || (!onDelete && !onUpdate) || !parent) return [];
    const told = referenced.length > 0 ? referenced : primaryKey(parent);
    return withPartitions(parent).map((target) => ({ name, columns, schema: named(target.schema), table: target.name, referenced: told, onDelete, onUpdate, setColumns }));
  });

const tableOf = (catalog: Catalog, purity: Purity, t: Table): SchemaTable => ({
  schema: named(t.schema),
  name: t.name,
  columns: t.columns && new Map([...t.columns].map(([name, c]) => [name, schemaColumn(catalog, purity, isForeign(t) ? { ...c, notNull: false } : c)])),
  uniques: t.uniques.filter((u) => isKept(t, u)).map(({ name, columns, primary }) => ({ name, columns, primary })),
  foreignKeys: t.foreignKeys
    .filter((f) => f.valid && !f.deferrable && !f.broken)
    .map(foreignKeyOf)
    .filter((f) => f.referenced.length === f.columns.length),
  actions: actionsOf(catalog, t),
  effects: effectsOf(purity, t),
  view: t.view && viewOf(t.view),
  inherited: isInherited(t),
});

const applyFile = (catalog: Catalog, file: { readonly name: string; readonly text: string }): readonly SchemaProblem[] => {
  const problems: SchemaProblem[] = [];
  catalog.searchPath = ['public'];
  catalog.unchecked = false;
  catalog.temporary.clear();
  for (const parsed of parseStatements(forwardPart(file.text))) {
    const { failure, psql, tree } = parsed;
    if (failure && !psql) problems.push({ file: file.name, line: failure.line, message: failure.message });
    if (tree) applyDdl(catalog, tree, parsed);
  }
  return problems;
};

/** Types that a value is cast to by a function which may do anything, or whose operators may. */
const openCasts = (catalog: Catalog, purity: Purity): ReadonlySet<string> => {
  const casts = catalog.casts.filter((c) => c.calls !== undefined && !purity.isPureFunction(c.calls));
  const operators = catalog.operators.filter((o) => !purity.isPureFunction(o.calls));
  return new Set([...casts.map((c) => c.target), ...operators.flatMap((o) => o.types).filter((type) => catalog.types.has(type))]);
};

const schemaOf = (catalog: Catalog): Schema => {
  const purity = purityOf(catalog);
  return {
    tables: catalog.tables.map((t) => tableOf(catalog, purity, t)),
    keysKnown: true,
    functions: new Map([...catalog.functions.keys()].map((key) => [key, purity.functions.has(key) ? 'pure' : 'unknown'])),
    operators: purity.operators,
    casts: openCasts(catalog, purity),
  };
};

/**
 * The tables, keys, views and function names that DDL makes, statement by statement, file by file in the order given.
 * An unqualified name is in `public` unless the file sets a search path. Await `loadSqlReader()` first.
 *
 * @example
 * readSchema([{ name: '1.sql', text: 'create table orders (id uuid primary key)' }]).schema.tables[0]?.name; // 'orders'
 */
export const readSchema = (
  files: readonly { readonly name: string; readonly text: string }[],
): { readonly schema: Schema; readonly problems: readonly SchemaProblem[] } => {
  const catalog = emptyCatalog();
  const problems = files.flatMap((file) => applyFile(catalog, file));
  return { schema: schemaOf(catalog), problems };
};
