import type { ForeignKey, Schema, SchemaColumn, SchemaTable, UniqueKey } from '@tenantscope/core';
import { ts } from '#compiler';
import { optionsOf, type Value } from '../../flow/value.ts';
import { readStatements } from '../sql-text/read.ts';
import type { Evaluator } from '../front-end.ts';
import type { DeclaredSchema, Typed } from '../../schema/declared.ts';
import { Constraint } from './constraints.ts';
import { caseOf } from './naming.ts';
import { type Casing, print } from './part.ts';
import { ColumnValue, TableValue } from './table.ts';

/** `drizzle(client, { casing: 'snake_case' })`, wherever it stands. */
const casingOf = ({ files }: Typed): Casing => {
  const texts = files.filter((f) => f.text.includes('casing')).map((f) => f.text);
  const found = texts.map((t) => /\bcasing\s*:\s*['"](snake_case|camelCase)['"]/.exec(t)?.[1]).find((c) => c !== undefined);
  return found === 'snake_case' || found === 'camelCase' ? found : 'none';
};

const columnName = (casing: Casing) => ({ declaration: { name, key } }: ColumnValue): string => name ?? caseOf(casing, key);

type Names = ReturnType<typeof columnName>;

const called = ({ call }: Evaluator, value: Value | undefined, args: readonly Value[]): Value | undefined => (value?.kind === 'function' ? call(value, args) : undefined);

const foreignKey = (columns: readonly ColumnValue[], references: readonly ColumnValue[], names: Names): readonly ForeignKey[] => {
  const target = references[0]?.table.declaration;
  return target?.name === undefined ? [] : [{ columns: columns.map(names), schema: target.schema, table: target.name, referenced: references.map(names) }];
};

const inlineKeys = (table: TableValue, evaluator: Evaluator, names: Names): readonly ForeignKey[] =>
  table.columns.flatMap((c) => {
    const target = called(evaluator, c.declaration.references, []);
    return target instanceof ColumnValue ? foreignKey([c], [target], names) : [];
  });

const constraintsOf = (table: TableValue, evaluator: Evaluator): readonly Constraint[] => {
  const made = called(evaluator, table.declaration.extras, [table.asObject(table.declaration.node)]);
  const list = made?.kind === 'array' ? made.items.map((i) => i.value) : made?.kind === 'object' ? made.entries.map((e) => e.value) : [];
  return list.flatMap((v) => optionsOf(v).flatMap((o) => (o.value instanceof Constraint ? [o.value] : [])));
};

const keysOf = (table: TableValue, constraints: readonly Constraint[], names: Names): readonly UniqueKey[] => {
  const primary = table.columns.filter((c) => c.declaration.primary).map((c): UniqueKey => ({ columns: [names(c)], primary: true }));
  const unique = table.columns.filter((c) => c.declaration.unique).map((c): UniqueKey => ({ columns: [names(c)], primary: false }));
  const more = constraints.flatMap((c): readonly UniqueKey[] => ((c.what === 'primary' || c.what === 'unique') && c.columns && c.columns.length > 0 ? [{ columns: c.columns.map(names), primary: c.what === 'primary' }] : []));
  return [...primary, ...unique, ...more];
};

const viewOf = ({ declaration: { view, columns } }: TableValue, names: Names): Pick<SchemaTable, 'view'> => {
  if (!view?.query) return {};
  const [query, ...more] = readStatements(print(view.query, { columnName: names }), { start: 0, end: 0 });
  const isQuery = query?.kind === 'select' || query?.kind === 'set' || query?.kind === 'values';
  return isQuery && more.length === 0 && columns.length > 0 ? { view: { query, materialized: view.materialized } } : {};
};

const tableOf = (table: TableValue, name: string, evaluator: Evaluator, names: Names): SchemaTable => {
  const { schema, open } = table.declaration;
  const constraints = constraintsOf(table, evaluator);
  const inPrimary = new Set(constraints.filter((c) => c.what === 'primary').flatMap((c) => c.columns?.map(names) ?? []));
  const columns = table.columns.map((c): readonly [string, SchemaColumn] => [names(c), { name: names(c), type: c.declaration.type, notNull: c.declaration.notNull || inPrimary.has(names(c)) }]);
  return {
    schema,
    name,
    columns: open === undefined ? new Map(columns) : undefined,
    uniques: keysOf(table, constraints, names),
    foreignKeys: [...inlineKeys(table, evaluator, names), ...constraints.flatMap((c) => (c.what === 'foreign' && c.columns && c.references ? foreignKey(c.columns, c.references, names) : []))],
    ...viewOf(table, names),
  };
};

/** The variables of a file that are made by a call: tables are. */
const candidates = (file: ts.SourceFile): readonly ts.Identifier[] =>
  file.statements.flatMap((s) =>
    ts.isVariableStatement(s) ? s.declarationList.declarations.flatMap((d) => (d.initializer && ts.isCallExpression(d.initializer) && ts.isIdentifier(d.name) ? [d.name] : [])) : [],
  );

const declaring = /\b(pgTable|pgTableCreator|pgSchema|pgView|pgMaterializedView)\b|drizzle-orm\/pg-core/;

/** The tables that `pgTable` declares. */
export const declaredTables = (project: Typed, evaluator: Evaluator): DeclaredSchema | undefined => {
  const names = columnName(casingOf(project));
  const files = project.files.filter((f) => declaring.test(f.text));
  const tables = new Map<object, SchemaTable>();
  for (const identifier of files.flatMap(candidates)) {
    const value = evaluator.evaluate(identifier);
    if (value instanceof TableValue && value.alias === undefined && value.declaration.name !== undefined) tables.set(value.declaration, tableOf(value, value.declaration.name, evaluator, names));
  }
  if (tables.size === 0) return undefined;
  const schema: Schema = { tables: [...tables.values()], keysKnown: true, functions: new Map() };
  return { schema, files };
};
