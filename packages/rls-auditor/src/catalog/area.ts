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

/** An area of very many rows, by what each field is in SQL. A field of all rows is one array, which costs the server a third of an object for each row. */
export interface Rows<T> extends Area {
  readonly fields: { readonly [K in keyof T]: string };
}

export const rows = <T>(fields: Rows<T>['fields'], from: string, order: string): Rows<T> => {
  const entries = Object.entries<string>(fields);
  const arrays = entries.map(([name]) => `'${name}', coalesce(array_agg(x."${name}"), '{}')`);
  const items = entries.map(([name, sql]) => `${sql} as "${name}"`);
  return { fields, sql: `select json_build_object(${arrays.join(', ')}) as value from (select ${items.join(', ')} from ${from} order by ${order}) x` };
};
