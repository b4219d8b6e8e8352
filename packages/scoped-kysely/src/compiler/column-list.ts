import { listOf, only } from './fields.ts';

/** A list of columns: of an INSERT, of a conflict, of a common table expression. */
export const columnList = listOf(only('ColumnNode'));
