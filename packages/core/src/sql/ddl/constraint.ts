import type { Constraint, Node } from 'libpg-query';
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

const addUnique = (table: Table, c: Constraint, columns: string[], primary: boolean): void => {
  const index = table.uniques.find((u) => u.name === c.indexname);
  const name = c.conname ?? c.indexname ?? defaultName(table, columns, primary ? 'pkey' : 'key');
  const key = { name, columns: index?.columns ?? columns, primary, deferrable: c.deferrable === true };
  if (index) table.uniques = table.uniques.filter((u) => u !== index);
  if (key.columns.length > 0 && !c.without_overlaps) table.uniques.push(key);
  if (primary) setNotNull(table, key.columns, true);
};

/** `NOT ENFORCED` and temporal (PERIOD) keys promise no row; the key is not taken. */
const addForeign = (catalog: Catalog, table: Table, c: Constraint, columns: string[]): void => {
  if (!c.pktable || c.fk_with_period || c.is_enforced === false) return;
  table.foreignKeys.push({
    name: c.conname ?? defaultName(table, columns, 'fkey'),
    columns,
    table: findTable(catalog, c.pktable) ?? homeOf(catalog, c.pktable),
    referenced: [...stringsOf(c.pk_attrs)],
    valid: c.skip_validation !== true,
    deferrable: c.deferrable === true,
  });
};

/** Adds a table constraint, or a column constraint of `column`. CHECK and EXCLUDE say nothing that is used. */
export const addConstraint = (catalog: Catalog, table: Table, c: Constraint, column?: string): void => {
  const own = column === undefined ? undefined : [column];
  switch (c.contype) {
    case 'CONSTR_NOTNULL':
      setNotNull(table, own ?? stringsOf(c.keys), true);
      break;
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      addUnique(table, c, own ?? [...stringsOf(c.keys)], c.contype === 'CONSTR_PRIMARY');
      break;
    case 'CONSTR_FOREIGN':
      addForeign(catalog, table, c, own ?? [...stringsOf(c.fk_attrs)]);
      break;
    default:
  }
};
