import { inferTenancy, type Schema, type SchemaTable, tableKey, type TenantComparison } from '@tenantscope/core';
import { type Guess, placeOf } from './guess.ts';
import { isNamedAfter } from './tenant-words.ts';

const keyOf = (t: SchemaTable): string => tableKey(t.schema, t.name);

/** The table of which the policies compare the key itself with the setting. */
const byPolicies = (comparisons: readonly TenantComparison[], schema: Schema, column: string): Guess<string> | undefined => {
  for (const c of comparisons.filter((other) => !other.nested && other.column !== column)) {
    const table = schema.tables.find((t) => keyOf(t) === c.table);
    const isKey = table?.uniques.some((u) => u.primary && u.columns.length === 1 && u.columns[0] === c.column);
    if (isKey === true && table && !table.columns?.has(column)) return { value: `${c.table}.${c.column}`, why: `its policy compares the key with the setting ${c.setting} (${placeOf(c)})` };
  }
  return undefined;
};

const byForeignKeys = (schema: Schema, column: string): Guess<string> | undefined => {
  const { root } = inferTenancy({ tenant: { column } }, schema);
  return root === undefined ? undefined : { value: root, why: `every foreign key of ${column} leads there` };
};

const byName = (schema: Schema, column: string): Guess<string> | undefined => {
  const named = schema.tables.filter((t) => !t.view && t.columns?.has('id') === true && !t.columns.has(column) && isNamedAfter(t.name, column));
  const [only] = named;
  return only && named.length === 1 ? { value: `${keyOf(only)}.id`, why: `it is called like what ${column} refers to` } : undefined;
};

/** The table whose key is the tenant. */
export const findTenantRoot = (schema: Schema | undefined, column: string, comparisons: readonly TenantComparison[]): Guess<string> | undefined =>
  schema && (byPolicies(comparisons, schema, column) ?? byForeignKeys(schema, column) ?? byName(schema, column));
