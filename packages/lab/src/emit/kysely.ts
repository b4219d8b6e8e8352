import type { Statement } from '@tenantscope/core';
import { Unprintable } from '@tenantscope/oracle';
import { chooserOf } from '../spell.ts';
import { expressionOf } from './expression.ts';
import { fragmentOf } from './fragment.ts';
import { queryOf } from './query.ts';
import { sourceOf } from './relation.ts';
import { deleteOf, insertOf, mergeOf, updateOf } from './write.ts';
import { Inexpressible, type Writer, type Written } from './writer.ts';

/** A program, or what of the statement Kysely has no builder for. */
export type Emitted = { readonly program: string } | { readonly inexpressible: string };

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

/**
 * TypeScript of one expression on `db` that builds the statement with Kysely, as its users write it; the spelling is
 * chosen by the statement. `variable` names what holds a parameter. `eb`, `sql` and `db` are taken.
 */
export const toKysely = (statement: Statement, variable: (key: string) => string): Emitted => {
  if (!isWritten(statement)) return { inexpressible: statement.kind };
  try {
    return { program: statementOf(writerFor(chooserOf(statement), variable), statement) };
  } catch (error) {
    if (error instanceof Inexpressible) return { inexpressible: error.construct };
    if (error instanceof Unprintable) return { inexpressible: error.message };
    throw error;
  }
};
