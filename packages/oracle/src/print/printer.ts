import type { Expr, Query, Relation, Statement } from '@tenantscope/core';

/** What the families of nodes need of one another while one statement is printed. */
export interface Printer {
  readonly expr: (e: Expr) => string;
  readonly query: (q: Query) => string;
  readonly relation: (r: Relation) => string;
  readonly statement: (s: Statement) => string;
  /** Picks one of `count` spellings that the IR does not tell apart (ASC or DESC, LIMIT or FETCH … WITH TIES). */
  readonly choose: (count: number) => number;
}

/** Thrown for what has no SQL text: a part that the front end could not read. */
export class Unprintable extends Error {}

const plain = /^[a-z_][a-z0-9_$]*$/;

/** An identifier; always quoted, as a column may be called `select`. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const identifiers = (names: readonly string[]): string => names.map(identifier).join('.');

/** Functions and types: some exist only unquoted (`coalesce`, `int`). */
export const plainName = (names: readonly string[]): string => names.map((n) => (plain.test(n) ? n : identifier(n))).join('.');

export const text = (value: string): string => (value.includes('\\') ? ` E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${value.replaceAll("'", "''")}'`);

/** Words of a clause, without those that are absent. */
export const words = (...parts: readonly (string | false | undefined)[]): string => parts.filter((p) => p !== false && p !== undefined && p !== '').join(' ');

export const list = (parts: readonly string[]): string => parts.join(', ');
