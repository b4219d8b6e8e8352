import { inferTenancy, type Schema, type SchemaTable, tenantColumnNames, type TenantComparison } from '@tenantscope/core';
import { counted } from '../../output/counted.ts';
import { type Guess, placeOf } from './guess.ts';
import type { SqlSchema } from './sql-files.ts';
import { isNamedAfter, wordOf } from './tenant-words.ts';

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

/** Columns that are called after a table, `project_id` after `project`, with the tables that have them. */
const namedAfterTables = (schema: Schema): readonly { readonly column: string; readonly owner: SchemaTable; readonly count: number }[] => {
  const columns = new Set(schema.tables.flatMap((t) => (t.view ? [] : [...(t.columns?.keys() ?? [])])).filter((c) => /.(_id|Id)$/.test(c) && !people.test(c)));
  return [...columns].flatMap((column) => {
    const owner = schema.tables.find((t) => !t.view && t.columns?.has('id') === true && isNamedAfter(t.name, column));
    return owner ? [{ column, owner, count: tablesWith(schema, column) }] : [];
  });
};

/** The one that the most tables have; of two that are nearly as common the one whose table does not have the other. */
const byNames = (schema: Schema): { readonly column: string; readonly table: string; readonly count: number } | undefined => {
  const all = [...namedAfterTables(schema)].sort((a, b) => b.count - a.count);
  const common = all.filter((c) => c.count * 2 > (all[0]?.count ?? 0));
  const found = common.find((c) => !common.some((other) => other !== c && c.owner.columns?.has(other.column))) ?? all[0];
  return found && { column: found.column, table: found.owner.name, count: found.count };
};

/** Fewer tables than this share are too few to say which column it is. */
const share = 0.25;

const bySchema = (schema: Schema): Guess<string> | undefined => {
  const { column } = inferTenancy({}, schema);
  const count = tablesWith(schema, column);
  const all = tablesOf(schema);
  const isCommon = (other: { readonly count: number } | undefined): boolean => other !== undefined && other.count >= all * share && other.count > count * 2;
  const [referred, named] = [byForeignKeys(schema), byNames(schema)];
  if (referred && isCommon(referred)) return { value: referred.column, why: `${referred.count} of ${counted(all, 'table')} refer to ${referred.table} by it` };
  if (named && isCommon(named)) return { value: named.column, why: `${named.count} of ${counted(all, 'table')} have it, and it is called after ${named.table}` };
  return count === 0 ? undefined : { value: column, why: `${count} of ${counted(all, 'table')} have it` };
};

/** Fewer times than this a name is said by chance. */
const fewest = 5;

/** Where no schema is known: the name that the code says most often. */
const byCode = (texts: readonly string[]): Guess<string> | undefined => {
  const uses = tenantColumnNames.filter((name) => name.includes('_')).map((name) => ({ name, count: texts.reduce((sum, text) => sum + (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length, 0) }));
  const best = uses.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count < fewest ? undefined : { value: best.name, why: `the code says it ${best.count} times, and nothing says what the tables are` };
};

/** The column that holds the tenant; undefined when nothing says which. `texts`: the code. */
export const findTenantColumn = (schema: Schema | undefined, sql: SqlSchema | undefined, texts: readonly string[]): Guess<string> | undefined =>
  schema ? ((sql && byPolicies(sql.access.comparisons, schema)) ?? bySchema(schema)) : byCode(texts);

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
