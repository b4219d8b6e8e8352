import type { Constraint, Node } from 'libpg-query';
import type { ReferentialAction } from '../../model/schema.ts';
import { as, stringsOf } from '../lower/context.ts';
import { type Catalog, findTable, homeOf, type Table } from './catalog.ts';
import { defaultName } from './names.ts';

/** A constraint with the attributes that follow it (DEFERRABLE, NOT ENFORCED), which arrive as entries of their own on a column. */
export const withAttributes = (constraints: readonly Node[] | undefined): readonly Constraint[] => {
  const merged: Constraint[] = [];
  for (const node of constraints ?? []) {
    const constraint = as(node, 'Constraint');
    const last = merged.at(-1);
    if (!constraint) continue;
    if (!constraint.contype?.startsWith('CONSTR_ATTR_')) merged.push({ ...constraint });
    else if (last && constraint.contype === 'CONSTR_ATTR_DEFERRABLE') last.deferrable = true;
    else if (last && constraint.contype === 'CONSTR_ATTR_NOT_ENFORCED') last.is_enforced = false;
  }
  return merged;
};

export const setNotNull = (table: Table, columns: readonly string[], notNull: boolean): void => {
  for (const name of columns) {
    const column = table.columns?.get(name);
    if (column) column.notNull = notNull;
  }
};

const addUnique = (table: Table, c: Constraint, columns: string[], primary: boolean, only: boolean): void => {
  const index = table.uniques.find((u) => u.name === c.indexname);
  const name = c.conname ?? c.indexname ?? defaultName(table, columns, primary ? 'pkey' : 'key');
  const included = index?.included ?? stringsOf(c.including);
  const key = { name, columns: index?.columns ?? columns, included, primary, deferrable: c.deferrable === true, only: index?.only ?? only };
  if (index) table.uniques = table.uniques.filter((u) => u !== index);
  if (key.columns.length > 0 && !c.without_overlaps) table.uniques.push(key);
  if (primary) setNotNull(table, key.columns, true);
};

const actions: Readonly<Record<string, ReferentialAction | undefined>> = { c: 'CASCADE', n: 'SET NULL', d: 'SET DEFAULT' };

/** `NOT ENFORCED` and temporal (PERIOD) keys promise no row; the key is not taken. */
const addForeign = (catalog: Catalog, table: Table, c: Constraint, columns: string[]): void => {
  if (!c.pktable || c.fk_with_period || c.is_enforced !== true) return;
  const referenced = findTable(catalog, c.pktable);
  table.foreignKeys.push({
    name: c.conname ?? defaultName(table, columns, 'fkey'),
    columns,
    table: referenced ?? homeOf(catalog, c.pktable),
    referenced: c.pk_attrs ? [...stringsOf(c.pk_attrs)] : primaryKey(referenced),
    valid: c.skip_validation !== true,
    deferrable: c.deferrable === true,
    broken: false,
    inherited: false,
    onDelete: actions[c.fk_del_action ?? ''],
    onUpdate: actions[c.fk_upd_action ?? ''],
    setColumns: c.fk_del_set_cols && stringsOf(c.fk_del_set_cols),
  });
};

/** Without a list of columns a foreign key refers to the primary key as it is now. A table may refer to itself before its own is read. */
export const primaryKey = (table: Table | undefined): string[] => [...(table?.uniques.find((u) => u.primary)?.columns ?? [])];

export const settleReferences = (table: Table): void => {
  for (const key of table.foreignKeys) if (key.table === table && key.referenced.length === 0) key.referenced = primaryKey(table);
};

const addNotNull = (table: Table, c: Constraint, columns: readonly string[]): void => {
  if (c.skip_validation || c.is_no_inherit) return;
  setNotNull(table, columns, true);
  for (const name of columns) {
    const column = table.columns?.get(name);
    if (column) column.notNullName = c.conname ?? `${table.name}_${name}_not_null`;
  }
};

/**
 * Adds a table constraint, or a column constraint of `column`; `only`: not to the partitions. CHECK and EXCLUDE say nothing that is
 * used. A key over periods (WITHOUT OVERLAPS, PERIOD) lets two rows share the other columns.
 */
export const addConstraint = (catalog: Catalog, table: Table, c: Constraint, column?: string, only = false): void => {
  const own = column === undefined ? undefined : [column];
  switch (c.contype) {
    case 'CONSTR_NOTNULL':
      addNotNull(table, c, own ?? stringsOf(c.keys));
      break;
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      addUnique(table, c, own ?? [...stringsOf(c.keys)], c.contype === 'CONSTR_PRIMARY', only);
      break;
    case 'CONSTR_FOREIGN':
      addForeign(catalog, table, c, own ?? [...stringsOf(c.fk_attrs)]);
      break;
    default:
  }
};
