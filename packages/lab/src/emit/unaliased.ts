import type { InsertStatement } from '@tenantscope/core';
import { Inexpressible } from './writer.ts';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether something below names a relation like this, so that a reference could change its meaning. */
const binds = (value: unknown, name: string): boolean => {
  if (Array.isArray(value)) return value.some((v) => binds(v, name));
  if (!isNode(value)) return false;
  return value['alias'] === name || (value['kind'] === 'table' && value['name'] === name) || Object.values(value).some((v) => binds(v, name));
};

const renamed = (value: unknown, alias: string, name: string): unknown => {
  if (Array.isArray(value)) return value.map((v) => renamed(v, alias, name));
  if (!isNode(value)) return value;
  if (value['kind'] === 'column' && Array.isArray(value['path']) && value['path'].length > 1 && value['path'][0] === alias) return { ...value, path: [name, ...(value['path'] as readonly unknown[]).slice(1)] };
  if (value['star'] === true && Array.isArray(value['qualifier']) && value['qualifier'][0] === alias) return { ...value, qualifier: [name] };
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, renamed(v, alias, name)]));
};

/** The same INSERT with its target under its own name: Kysely's `insertInto` takes no alias. */
export const unaliased = (s: InsertStatement): InsertStatement => {
  const { alias, name } = s.target;
  if (alias === undefined) return s;
  if ([alias, name].some((n) => binds([s.onConflict, s.returning], n))) throw new Inexpressible('INSERT into an alias that a sub-query hides');
  return {
    ...s,
    target: { ...s.target, alias: undefined },
    ...(s.onConflict && { onConflict: renamed(s.onConflict, alias, name) as InsertStatement['onConflict'] }),
    returning: renamed(s.returning, alias, name) as InsertStatement['returning'],
  };
};
