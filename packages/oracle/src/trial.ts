import type { Statement } from '@tenantscope/core';
import { literal } from './world/world.ts';
import type { Cell } from './world/values.ts';

/** A statement with a value for each parameter, ready to be run in a world. */
export interface Trial {
  /** Without parameters: untyped literals stand in their places, which PostgreSQL types as it does parameters. */
  readonly sql: string;
  readonly writes: boolean;
  /** Whether it returns rows: a query, or RETURNING. */
  readonly returns: boolean;
  /** Tables that it inserts into with ON CONFLICT. */
  readonly upserts: readonly string[];
  /** The role that runs it; otherwise the owner of the database, to whom no policy applies. */
  readonly role?: string | undefined;
  /** What the setting that carries the tenant holds; otherwise what it holds in the session. */
  readonly setting?: string | undefined;
}

/** The text with `$1`, `$2` … replaced, outside strings, identifiers and comments. */
export const replaceParameters = (sql: string, by: (key: string) => string): string =>
  sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$[1-9]\d*/g, (token) => (/^\$\d/.test(token) ? by(token) : token));

/** Puts values in the places of parameters. */
export const bind = (sql: string, value: (key: string) => Cell): string => replaceParameters(sql, (key) => literal(value(key)));

/** An object of the IR. */
export type Node = Readonly<Record<string, unknown>>;

/** It and every object below it. */
export const nodesOf = (value: unknown): readonly Node[] => {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodesOf)];
};

const writing = new Set(['insert', 'update', 'delete', 'merge']);

/** A trial of a statement of rows. `sql` is its text, which may say more than the IR keeps. */
export const trialOf = (statement: Statement, sql: string, value: (key: string) => Cell): Trial => {
  const nodes = nodesOf(statement);
  return {
    sql: bind(sql, value),
    writes: nodes.some((n) => writing.has(String(n['kind']))),
    returns: !('returning' in statement) || statement.returning.length > 0,
    upserts: nodes.filter((n) => n['onConflict'] !== undefined).map((n) => String((n['target'] as Node)['name'])),
  };
};
