import type { CollateClause, ColumnDef, Constraint, TypeName } from 'libpg-query';
import { call } from '../../query/expr/call.ts';
import { constant } from '../../query/expr/constant.ts';
import type { Expr } from '../../query/expr/expr.ts';
import { opaque } from '../../query/expr/opaque.ts';
import { stringsOf, unread } from '../lower/context.ts';
import { lowerPart } from '../lower/lowering.ts';
import { lowerTypeName } from '../lower/type-name.ts';
import type { ParsedStatement } from '../statements.ts';
import { addConstraint, withAttributes } from './constraint.ts';
import type { Catalog, Column, Table } from './catalog.ts';

/** A collation as it is written. */
export const collationName = (clause: CollateClause | undefined): string | undefined => clause && stringsOf(clause.collname).join('.');

/** `serial` is no type but an integer with a sequence. */
const serials: Readonly<Record<string, string | undefined>> = {
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
  smallserial: 'int2',
  serial2: 'int2',
};

export const columnType = (type: TypeName | undefined): string | undefined => {
  if (!type) return undefined;
  const { name, array } = lowerTypeName(type);
  return array ? `${name}[]` : (serials[name] ?? name);
};

const isSerial = (type: TypeName | undefined): boolean => type !== undefined && lowerTypeName(type).name in serials;

/** What a column holds that no INSERT names. */
export const defaultOf = (parsed: ParsedStatement, node: Constraint['raw_expr']): Expr | undefined =>
  node && (lowerPart.expr(parsed, node) ?? opaque({ rule: unread, cause: 'the default nests too deep to be read', args: [] }));

const nextValue = (table: Table, column: string): Expr =>
  call({ name: ['nextval'], args: [constant({ value: `${table.name}_${column}_seq` })] });

const applyConstraint = (parsed: ParsedStatement, table: Table, column: Column, c: Constraint): void => {
  if (c.contype === 'CONSTR_DEFAULT') column.default = defaultOf(parsed, c.raw_expr);
  else if (c.contype === 'CONSTR_GENERATED') column.generated = defaultOf(parsed, c.raw_expr);
  else if (c.contype === 'CONSTR_IDENTITY') {
    column.default = nextValue(table, column.name);
    column.notNull = true;
  }
};

/** Adds a column with its constraints. */
export const addColumn = (catalog: Catalog, parsed: ParsedStatement, table: Table, definition: ColumnDef): void => {
  const name = definition.colname ?? '';
  const serial = isSerial(definition.typeName);
  const column: Column = {
    name,
    type: columnType(definition.typeName),
    collation: collationName(definition.collClause),
    notNull: serial,
    default: serial ? nextValue(table, name) : defaultOf(parsed, definition.raw_default),
  };
  table.columns?.set(name, column);
  for (const c of withAttributes(definition.constraints)) {
    applyConstraint(parsed, table, column, c);
    addConstraint(catalog, table, c, name);
  }
};
