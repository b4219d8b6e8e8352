import type { TableModel } from '../model/model.ts';
import { isNull } from '../query/expr/constant.ts';
import type { Expr } from '../query/expr/expr.ts';
import type { Context } from './closure.ts';
import type { Level } from './level.ts';
import type { Session } from './session.ts';
import type { Requirement, WriteWords } from './target.ts';
import { type Finding, judgeValue, mayBeAbsent, unlessAbsent } from './value.ts';
import type { Binding } from './structure.ts';

/** Where the values of a new row are judged. */
export interface Filling {
  readonly session: Session;
  readonly level: Level;
  readonly table: TableModel;
  readonly context: Context;
  readonly present: Iterable<Binding>;
}

const isFixed = (e: Expr): boolean => e.kind === 'constant' || (e.kind === 'cast' && isFixed(e.arg));

/** What a column gets when the statement gives it no value. */
const judgeDefault = ({ session, level, table, context, present }: Filling, r: Requirement): Finding => {
  const column = table.columns?.get(r.column);
  const fallback = column?.default;
  if (column?.generated) return { kind: 'doubtful', cause: { rule: 'unproven-column', why: `${r.column} is generated from other columns, and its expression is not followed` } };
  if (!fallback || (r.kind === 'reference' && isNull(fallback))) return r.kind === 'reference' ? { kind: 'proved' } : { kind: 'refuted' };
  // A constant is nobody's or somebody's tenant, known in advance, and never the session's.
  return isFixed(fallback) ? { kind: 'refuted' } : judgeValue(session, level, context, fallback, r.tag, present);
};

/** Judges the value that a new row, of INSERT or of MERGE, gets in a column; undefined: the statement gives it none. */
export const judgeCell = (filling: Filling, r: Requirement, cell: Expr | undefined): Finding => {
  if (!cell || cell.kind === 'default') return judgeDefault(filling, r);
  if (r.kind === 'reference' && isNull(cell)) return { kind: 'proved' };
  const finding = judgeValue(filling.session, filling.level, filling.context, cell, r.tag, filling.present);
  return mayBeAbsent(filling.session, filling.level, cell) ? unlessAbsent(filling.table, r, finding) : finding;
};

const unstamped = (table: TableModel, column: string, why: string): WriteWords => ({
  rule: 'no-unstamped-insert',
  message: `a row of ${table.key} is inserted without the trusted tenant in ${column}`,
  why,
});

/** The words for a new row whose tenant is a value that nobody vouched for. */
export const unvouched = (table: TableModel, why: string): WriteWords => ({
  rule: 'no-untrusted-tenant',
  message: `a row of ${table.key} is inserted for a tenant that the session did not vouch for`,
  why,
});

/** The words for a new row that does not carry the trusted tenant. */
export const cellWords = (table: TableModel, column: string, cell: Expr | undefined): WriteWords => {
  if (!cell) return unstamped(table, column, `the row gives no value for ${column}`);
  if (cell.kind === 'default') return unstamped(table, column, `${column} is left to its default${cell.cause === undefined ? '' : `: ${cell.cause}`}`);
  return unvouched(table, `the value of ${column} is not a trusted value`);
};
