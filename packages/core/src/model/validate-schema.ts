import * as v from 'valibot';

/** The configuration file, once: validation, and the JSON Schema that editors use, are made from it. */

const identifier = '[A-Za-z_$][\\w$]*';
const dotted = `${identifier}(?:\\.${identifier})*`;

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));

const matching = (pattern: string, form: string) => v.pipe(v.string(), v.regex(new RegExp(`^(?:${pattern})$`), `must have the form ${form}`));

const described = <const S extends v.GenericSchema>(schema: S, description: string) => v.pipe(schema, v.description(description));

const tableName = matching('[^\\s.]+(?:\\.[^\\s.]+)?', '"table" or "schema.table"');

const declaration = matching(`[^#]+#${dotted}`, '"file#name", for example "src/auth.ts#requireTenant"');

const tenant = v.strictObject({
  column: v.optional(
    described(
      v.union([
        text,
        v.strictObject({
          default: described(text, 'The tenant column of every table that has no override.'),
          overrides: v.optional(described(v.record(tableName, text), 'Table → its tenant column.')),
        }),
      ]),
      'The column that holds the tenant.',
    ),
  ),
  root: v.optional(described(matching('[^\\s.]+(?:\\.[^\\s.]+){1,2}', '"table.column", for example "tenants.id"'), 'The table whose key is the tenant.')),
  types: v.optional(
    described(v.array(matching(dotted, '"Type" or "Type.property", for example "AuthContext.tenantId"')), 'Branded types, or a property of a type, whose values are trusted.'),
  ),
  sources: v.optional(described(v.array(declaration), 'Functions, getters and parameter decorators whose result is trusted.')),
  guards: v.optional(described(v.array(declaration), 'Assertions after which their argument is trusted.')),
  provenance: v.optional(
    described(
      v.picklist(['callers', 'names']),
      '"callers": a value is proved through the call graph. "names": a parameter or property named like the tenant column is accepted, for adopting on old code.',
    ),
  ),
  setting: v.optional(
    described(matching('[A-Za-z_][\\w$]*(?:\\.[A-Za-z_][\\w$]*)+', 'of a PostgreSQL setting with a prefix, for example "app.current_tenant"'), 'The PostgreSQL setting that carries the tenant.'),
  ),
  functions: v.optional(described(v.array(matching('[^\\s.()]+(?:\\.[^\\s.()]+)?', '"function" or "schema.function", without parentheses')), 'SQL functions that return the tenant.')),
  members: v.optional(
    described(
      v.array(matching('[^\\s(),]+\\s*\\(\\s*[^\\s(),]+\\s*,\\s*[^\\s(),]+\\s*\\)', '"table(tenant column, user column)", for example "members(tenant_id, user_id)"')),
      'Tables that say which users act for which tenants. The setting then carries the user. Only rls-audit proves by them.',
    ),
  ),
});

const tables = v.strictObject({
  shared: v.optional(described(v.array(tableName), 'Tables with the same rows for every tenant.')),
  via: v.optional(
    described(
      v.record(tableName, matching('[^\\s()]+\\s*\\(\\s*[^\\s()]+\\s*\\)', '"parent(column)", for example "orders(order_id)"')),
      'Tables owned through a parent: table → "parent(column)", the column being the child\'s reference to the parent.',
    ),
  ),
  public: v.optional(described(v.record(tableName, text), 'Tables with rows that everyone may read: table → SQL predicate over its columns.')),
});

const schema = v.strictObject({
  types: v.optional(described(declaration, 'The Kysely database interface, for example "src/db.ts#DB".')),
  migrations: v.optional(described(v.union([text, v.array(text)]), 'SQL files that create the schema, as a glob or several, applied in the order of their names.')),
  snapshot: v.optional(described(text, 'A JSON file with the schema of a live database.')),
});

export const configurationSchema = v.strictObject({
  $schema: v.optional(described(v.string(), 'For editors: the address of this schema.')),
  tenant: v.optional(described(tenant, 'What the tenant is, and which values are trusted to name it.')),
  tables: v.optional(described(tables, 'Whose rows the tables hold, where the tenant column does not say.')),
  naming: v.optional(described(v.picklist(['camelCase']), 'Names in code are camelCase, names in the database snake_case (Kysely\'s CamelCasePlugin).')),
  schema: v.optional(described(schema, 'Where the tables, columns and keys are found.')),
  database: v.optional(
    described(
      v.strictObject({ runtimeRoles: v.optional(described(v.array(text), 'The PostgreSQL roles the application connects as. Not used by check and prove.')) }),
      'The database at run time.',
    ),
  ),
});
