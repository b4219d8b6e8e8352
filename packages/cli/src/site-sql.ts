import { renameIdentifiers, type Statement, type TenantModel, type TenantParameter } from '@tenantscope/core';

type Node = Readonly<Record<string, unknown>>;

/** The parameters of a builder by the numbers they would have in SQL, in the order in which they stand. */
const numbered = (value: unknown, keys: Map<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((v) => numbered(v, keys));
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Node;
  if (node['kind'] === 'param' && typeof node['key'] === 'string') {
    const key = keys.get(node['key']) ?? `$${keys.size + 1}`;
    keys.set(node['key'], key);
    return { ...node, key };
  }
  return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, numbered(v, keys)]));
};

/** A statement of TypeScript code as SQL would have it. */
interface SiteSql {
  readonly statement: Statement;
  /** Undefined where a part of it could not be read. */
  readonly sql: string | undefined;
  readonly trusted: readonly TenantParameter[];
}

/** Names as the database has them, parameters as `$1`, `$2` …; `trusted` are those that hold the tenant. */
export const sqlOf = async (given: Statement, trusted: readonly TenantParameter[], model: TenantModel): Promise<SiteSql> => {
  const { printSql, Unprintable } = await import('@tenantscope/oracle');
  const keys = new Map<string, string>();
  const statement = numbered(model.rename ? renameIdentifiers(given, model.rename) : given, keys) as Statement;
  const known = { statement, trusted: trusted.flatMap(({ key, nullable }) => (keys.has(key) ? [{ key: keys.get(key) ?? key, nullable }] : [])) };
  try {
    return { ...known, sql: printSql(statement) };
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error;
    return { ...known, sql: undefined };
  }
};
