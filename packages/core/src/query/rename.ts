import type { Statement } from './statement/statement.ts';

/** Fields that hold one identifier of the query. */
const single = new Set(['name', 'alias', 'schema', 'column']);
/** Fields that hold several. */
const several = new Set(['path', 'columnAliases', 'columns', 'using', 'qualifier']);
/** Nodes whose `name` is not an identifier of a table, column or alias. */
const foreign = new Set(['call', 'cast', 'setting', 'constant', 'param', 'opaque']);

type Rename = (identifier: string) => string;

const renameField = (kind: unknown, key: string, value: unknown, rename: Rename): unknown => {
  if (key === 'at' || key === 'type' || value === null) return value;
  const named = typeof kind !== 'string' || !foreign.has(kind);
  if (named && single.has(key) && typeof value === 'string') return rename(value);
  if (named && several.has(key) && Array.isArray(value)) return value.map((v: unknown) => (typeof v === 'string' ? rename(v) : v));
  return renameAll(value, rename);
};

/** Parts that statements share are renamed once: a frozen node stays what it is. */
const renamed = new WeakMap<Rename, WeakMap<object, object>>();

const renamedBy = (rename: Rename): WeakMap<object, object> => {
  const known = renamed.get(rename) ?? new WeakMap<object, object>();
  renamed.set(rename, known);
  return known;
};

const renameObject = (given: object, rename: Rename): object => {
  const kind = 'kind' in given ? given.kind : undefined;
  return Object.freeze(Object.fromEntries(Object.entries(given).map(([key, v]) => [key, renameField(kind, key, v, rename)])));
};

const renameAll = (value: unknown, rename: Rename): unknown => {
  if (Array.isArray(value)) return value.map((v) => renameAll(v, rename));
  if (typeof value !== 'object' || value === null) return value;
  if (!Object.isFrozen(value)) return renameObject(value, rename);
  const known = renamedBy(rename);
  const found = known.get(value) ?? renameObject(value, rename);
  known.set(value, found);
  return found;
};

/** The same statement with every table, column and alias renamed; functions, types and settings keep their names. */
export const renameIdentifiers = (statement: Statement, rename: Rename): Statement => renameAll(statement, rename) as Statement;
