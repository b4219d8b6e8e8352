import type { ts } from 'ts-morph';
import { choose } from '../../flow/branch.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import { type Fields, fieldsOf, Subquery } from './fields.ts';
import { hole, type Part } from './part.ts';
import { Sql } from './sql.ts';
import { TableValue } from './table.ts';

/** An item of FROM: its text, the name it goes by, and what `select()` selects of it. */
export interface Source {
  readonly text: readonly Part[];
  readonly label: string | undefined;
  readonly fields: Fields;
}

export const sourceFrom = (run: Run, value: Value, node: ts.Node): Source => {
  const v = choose(run, value);
  if (v instanceof TableValue) return { text: v.source, label: v.label, fields: fieldsOf(v.fields) };
  if (v instanceof Subquery) return { text: v.chunk, label: v.alias, fields: v.fields };
  if (v instanceof Sql) return { text: v.chunk, label: undefined, fields: fieldsOf([['?', { kind: 'unknown', cause: 'a fragment says what it selects' }]]) };
  const cause = v.kind === 'scalar' && v.cause !== undefined ? v.cause : `the table ${spelled(node)} is only known at run time`;
  return { text: [hole(cause)], label: undefined, fields: fieldsOf([['?', { kind: 'unknown', cause }]]) };
};
