import type { ts } from 'ts-morph';
import type { Run } from '../../flow/run.ts';
import { type RowSource, scalar, type ScalarValue, unknownKey } from '../../flow/value.ts';
import { type Decided, rowsOf } from '../execution.ts';
import { type Fields, fieldsOf } from './fields.ts';
import type { Print } from './part.ts';
import { ColumnValue } from './table.ts';

const isMember = (name: string): boolean => name === unknownKey || name === 'at' || /^\d+$/.test(name);

/** Rows by the keys they are selected under, each traced to the column it is read from. */
export const mappedRows = (run: Run, decided: readonly Decided[], fields: Fields, columnName: Print['columnName'], node: ts.Node): ScalarValue => {
  const { row: own } = rowsOf(decided, node, run);
  const source = (level: Fields): RowSource => ({
    rows: true,
    column: (name, at) => {
      if (isMember(name)) return scalar(at, { row: source(level), fetched: true });
      const field = level.entries.get(name);
      if (field?.kind === 'fields') return scalar(at, { row: source(field), fetched: true });
      // What an expression, a sub-query or an unknown field gives is no column.
      const column = field instanceof ColumnValue ? columnName(field) : '?';
      return own?.column(column, at) ?? scalar(at, { fetched: true });
    },
  });
  return scalar(node, { row: source(decided.length === 0 ? fieldsOf([]) : fields), fetched: true });
};
