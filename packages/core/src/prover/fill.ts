import type { TableModel } from '../model/model.ts';
import type { SchemaColumn } from '../model/schema.ts';
import type { Expr } from '../query/expr/expr.ts';
import { walk } from '../query/visit.ts';
import { checkCall, checkHiddenCall } from './calls.ts';
import type { Level } from './level.ts';
import { refuseUnread, type Session } from './session.ts';

const checkCode = (session: Session, level: Level, e: Expr): void => {
  walk(e, (node) => {
    if (node.kind === 'call') checkCall(session, level, node);
    else if (node.kind === 'opaque') refuseUnread(session, node);
    else checkHiddenCall(session, node);
  });
};

/** Refuses what the database runs to fill the columns that a statement gives no value: their defaults, and generated columns. */
export const checkFilled = (session: Session, level: Level, table: TableModel, isFilled: (column: SchemaColumn) => boolean): void => {
  for (const column of table.columns?.values() ?? []) {
    const code = column.generated ?? (isFilled(column) ? column.default : undefined);
    if (code) checkCode(session, level, code);
  }
};

/** Whether a write of these columns changes a generated one. */
export const regenerates = (table: TableModel, column: string, written: readonly string[]): boolean => {
  const generated = table.columns?.get(column)?.generated;
  let found = false;
  if (generated)
    walk(generated, (e) => {
      if (e.kind === 'opaque' || (e.kind === 'column' && written.includes(e.path.at(-1) ?? ''))) found = true;
    });
  return found;
};
