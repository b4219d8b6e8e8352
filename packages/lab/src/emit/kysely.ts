import type { Statement } from '@tenantscope/core';
import { Unprintable } from '@tenantscope/oracle';
import { chooserOf } from '../spell.ts';
import { expressionOf } from './expression.ts';
import { fragmentOf, rawOf } from './fragment.ts';
import { queryOf } from './query.ts';
import { sourceOf } from './relation.ts';
import { deleteOf, insertOf, mergeOf, updateOf } from './write.ts';
import { Inexpressible, type Writer, type Written } from './writer.ts';

/** A program, to be followed by `.compile` or `.execute` and its argument. */
export interface Emitted {
  readonly program: string;
  readonly argument: '()' | '(db)';
  /** What Kysely has no builder for: the statement is a `sql` template then. */
  readonly raw?: string | undefined;
}

const statementOf = (to: Writer, s: Written): string => {
  switch (s.kind) {
    case 'insert':
      return insertOf(to, s);
    case 'update':
      return updateOf(to, s);
    case 'delete':
      return deleteOf(to, s);
    case 'merge':
      return mergeOf(to, s);
    default:
      return queryOf(to, s, 'db');
  }
};

const writerFor = (choose: Writer['choose'], variable: Writer['variable']): Writer => {
  const to: Writer = {
    choose,
    variable,
    expression: (e) => expressionOf(to, e),
    fragment: (e) => fragmentOf(to, e),
    query: (q) => queryOf(to, q, choose(4) === 0 ? 'db' : 'eb'),
    statement: (s) => statementOf(to, s),
    source: (r) => sourceOf(to, r),
  };
  return to;
};

const kinds = new Set<Statement['kind']>(['select', 'set', 'insert', 'update', 'delete', 'merge']);

const isWritten = (s: Statement): s is Written => kinds.has(s.kind);

/** What stands in the way of a builder; other errors are ours. */
const obstacle = (error: unknown): string => {
  if (error instanceof Inexpressible) return error.construct;
  if (error instanceof Unprintable) return error.message;
  throw error;
};

/**
 * TypeScript of one expression that says the statement with Kysely, as its users write it; the spelling is chosen by
 * the statement. `variable` names what holds a parameter. `eb`, `sql` and `db` are taken.
 */
export const toKysely = (statement: Statement, variable: (key: string) => string): Emitted => {
  const to = writerFor(chooserOf(statement), variable);
  const raw = (why: string): Emitted => ({ program: rawOf(to, statement), argument: '(db)', raw: why });
  if (!isWritten(statement)) return raw(statement.kind);
  try {
    return { program: statementOf(to, statement), argument: '()' };
  } catch (error) {
    return raw(obstacle(error));
  }
};
