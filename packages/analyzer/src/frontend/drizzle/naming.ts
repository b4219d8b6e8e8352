import type { Run } from '../../flow/run.ts';
import type { Casing, Print } from './part.ts';

const words = (input: string): readonly string[] => input.replace(/['’]/g, '').match(/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g) ?? [];

/** `toSnakeCase` and `toCamelCase` of the library. */
const cased: Readonly<Record<Exclude<Casing, 'unknown'>, (key: string) => string>> = {
  none: (key) => key,
  snake_case: (key) => words(key).map((w) => w.toLowerCase()).join('_'),
  camelCase: (key) => words(key).reduce((acc, w, i) => acc + (i === 0 ? w.toLowerCase() : `${w.slice(0, 1).toUpperCase()}${w.slice(1)}`), ''),
};

export const caseOf = (casing: Casing, key: string): string => cased[casing === 'unknown' ? 'none' : casing](key);

/** The name of a column as a handle prints it. Where the handle is not known, it is the one that the table has. */
export const columnNames = (run: Run, casing: Casing): Print['columnName'] => ({ declaration: { name, key }, table }) => {
  if (name !== undefined) return name;
  if (casing !== 'unknown') return caseOf(casing, key);
  const { schema, name: own } = table.declaration;
  const found = run.log.model.tables.find((t) => t.name === own && t.key === (schema === undefined ? own : `${schema}.${own}`));
  return [key, caseOf('snake_case', key), caseOf('camelCase', key)].find((n) => found?.columns?.has(n)) ?? key;
};
