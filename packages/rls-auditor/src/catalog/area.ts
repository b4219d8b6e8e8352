/** One query of the snapshot: SQL that gives one row with one column, `value`, in JSON. It runs with an empty search path. */
export interface Area {
  readonly sql: string;
}

/** Schemas that belong to PostgreSQL, and its temporary ones. */
export const ownSchemas = (alias: string): string => `${alias}.nspname <> 'information_schema' and ${alias}.nspname not like 'pg\\_%'`;

/** The extension that an object belongs to. */
export const extensionOf = (catalog: string, oid: string): string =>
  `(select e.extname from pg_depend d join pg_extension e on e.oid = d.refobjid where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e' limit 1)`;

export const nameOf = (schema: string, name: string): string => `json_build_object('schema', ${schema}, 'name', ${name})`;

/** A JSON array of the rows of a query, empty when there are none. */
export const arrayOf = (value: string, from: string, order: string): string => `(select coalesce(json_agg(${value} order by ${order}), '[]') from ${from})`;
