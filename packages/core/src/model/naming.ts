import type { Configuration } from './configuration.ts';
import type { Schema } from './schema.ts';

/** `tenantId` → `tenant_id`, as Kysely's CamelCasePlugin does it by default. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter, at: number) => (at > 0 && name[at - 1] !== '_' ? '_' : '') + letter.toLowerCase());

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
