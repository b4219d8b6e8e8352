import type { Configuration } from './configuration.ts';
import type { Schema } from './schema.ts';

const isUpper = (c: string | undefined): boolean => c !== undefined && c === c.toUpperCase() && c !== c.toLowerCase();

const hasUpper = /[^a-z0-9_.]/;

/** `tenantId` → `tenant_id`, `fooBAR` → `foo_bar`: as Kysely's CamelCasePlugin does it by default. */
export const snakeCase = (name: string): string =>
  hasUpper.test(name) ? Array.from(name, (c, i) => (isUpper(c) ? (i > 0 && !isUpper(name[i - 1]) ? '_' : '') + c.toLowerCase() : c)).join('') : name;

/** `tenant_id` → `tenantId`. */
export const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

/** From a name in code to the name in the database; undefined when they are the same. */
export const namingOf = (configuration: Configuration): ((name: string) => string) | undefined =>
  configuration.naming === 'camelCase' ? snakeCase : undefined;

/** A schema read from a TypeScript type has the names of the code: gives it the names of the database. */
export const withDatabaseNames = (schema: Schema, configuration: Configuration): Schema => {
  const rename = namingOf(configuration);
  if (!rename) return schema;
  return {
    ...schema,
    tables: schema.tables.map((t) => ({
      ...t,
      name: rename(t.name),
      columns: t.columns && new Map([...t.columns.values()].map((c) => [rename(c.name), { ...c, name: rename(c.name) }])),
    })),
  };
};
