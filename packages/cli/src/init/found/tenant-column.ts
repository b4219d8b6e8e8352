import { inferTenancy, type Schema, type TenantComparison } from '@tenantscope/core';
import { counted, type Guess, placeOf } from './guess.ts';
import type { SqlSchema } from './sql-files.ts';
import { wordOf } from './tenant-words.ts';

/** What is assumed where nothing says which column holds the tenant. */
export const assumedColumn = 'tenant_id';

const tablesWith = (schema: Schema, column: string): number => schema.tables.filter((t) => !t.view && t.columns?.has(column)).length;

const tablesOf = (schema: Schema): number => schema.tables.filter((t) => !t.view).length;

const distinct = (items: readonly string[]): number => new Set(items).size;

/** The column that the most policies compare with what the session has set. */
const byPolicies = (comparisons: readonly TenantComparison[], schema: Schema): Guess<string> | undefined => {
  const direct = comparisons.filter((c) => !c.nested);
  const columns = [...new Set(direct.map((c) => c.column))].filter((c) => tablesWith(schema, c) > 0);
  const uses = columns.map((column) => ({ column, count: distinct(direct.filter((c) => c.column === column).map((c) => c.table)) })).sort((a, b) => b.count - a.count);
  const [best] = uses;
  const first = direct.find((c) => c.column === best?.column);
  // The key of the root is compared too, and where it is the only one it says nothing of the others.
  if (!best || !first || best.column === 'id') return undefined;
  return { value: best.column, why: `the policies of ${counted(best.count, 'table')} compare it with the setting ${first.setting} (${placeOf(first)})` };
};

const people = /user|member|person|people|author|owner|parent|creat|updat|assign|customer|contact/i;

/** The column by which the most tables refer to one and the same table. */
const byForeignKeys = (schema: Schema): { readonly column: string; readonly table: string; readonly count: number } | undefined => {
  const uses = new Map<string, { column: string; table: string; count: number }>();
  for (const { foreignKeys } of schema.tables)
    for (const { columns, table } of foreignKeys.filter((fk) => fk.columns.length === 1)) {
      const [column = ''] = columns;
      if (people.test(column) || people.test(table)) continue;
      const key = `${column}\0${table}`;
      uses.set(key, { column, table, count: (uses.get(key)?.count ?? 0) + 1 });
    }
  return [...uses.values()].sort((a, b) => b.count - a.count)[0];
};

/** Fewer tables than this, in a hundred, are too few for a name alone to say which column it is. */
const share = 0.3;

const bySchema = (schema: Schema): Guess<string> | undefined => {
  const { column } = inferTenancy({}, schema);
  const count = tablesWith(schema, column);
  const referred = byForeignKeys(schema);
  if (referred && count < tablesOf(schema) * share && referred.count > count * 2 && referred.count >= tablesOf(schema) * share)
    return { value: referred.column, why: `${counted(referred.count, 'table')} of ${tablesOf(schema)} refer to ${referred.table} by it` };
  return count === 0 ? undefined : { value: column, why: `${counted(count, 'table')} of ${tablesOf(schema)} have it` };
};

/** The column that holds the tenant; undefined when nothing says which. */
export const findTenantColumn = (schema: Schema | undefined, sql: SqlSchema | undefined): Guess<string> | undefined =>
  schema && ((sql && byPolicies(sql.access.comparisons, schema)) ?? bySchema(schema));

/** Tables that have the tenant under another name: `org_id` where most have `organization_id`. */
export const findOverrides = (schema: Schema | undefined, column: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const { schema: own, name, columns, view } of schema?.tables ?? []) {
    if (view || columns === undefined || columns.has(column)) continue;
    const same = [...columns.keys()].filter((c) => wordOf(c) === wordOf(column) && /id$/i.test(c));
    if (same.length === 1 && same[0] !== undefined) found.set(own === undefined || own === 'public' ? name : `${own}.${name}`, same[0]);
  }
  return found;
};
