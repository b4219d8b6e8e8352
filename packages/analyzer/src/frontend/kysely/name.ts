import { column, type ColumnExpr, type Expr, type Span, table, type TableRelation } from '@tenantscope/core';

const trimmed = (text: string, separator: string): readonly string[] => text.split(separator).map((p) => p.trim());

/** `'schema.table as alias'`, as Kysely's table parser takes it apart. */
export const tableFrom = (text: string, at: Span, schema?: string): TableRelation => {
  const [name = '', alias] = text.includes(' as ') ? trimmed(text, ' as ') : [text];
  const [first = '', second] = name.includes('.') ? trimmed(name, '.') : [name];
  return table({ schema: second === undefined ? schema : first, name: second ?? first, alias, at });
};

/** `'table.column'`. */
export const columnFrom = (text: string, at: Span): ColumnExpr => column({ path: text.includes('.') ? trimmed(text, '.') : [text], at });

/** `'table.column as name'` of a select list. */
export const itemFrom = (text: string, at: Span): { readonly star: false; readonly expr: Expr; readonly name: string } => {
  const [reference = '', alias] = text.includes(' as ') ? trimmed(text, ' as ') : [text];
  const expr = columnFrom(reference, at);
  return { star: false, expr, name: alias ?? expr.path.at(-1) ?? reference };
};

/** `'name(a, b)'` of a common table expression. */
export const cteName = (text: string): { readonly name: string; readonly columnAliases?: readonly string[] } => {
  if (!text.includes('(')) return { name: text };
  const [name = '', columns = ''] = text.split(/[()]/);
  return { name, columnAliases: trimmed(columns, ',') };
};
