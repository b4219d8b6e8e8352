import { and, type Assignment, column, compare, type Expr, subquery } from '@tenantscope/core';
import { spanOf } from '../../flow/offsets.ts';
import type { Given } from './argument.ts';
import type { Rows } from './reads.ts';
import { selectFrom } from './relation.ts';
import { columnOf } from './schema/model.ts';
import { columnAt, type Level, tableOf } from './scope.ts';

/** The values that a condition fixes columns to. */
export const fixedColumns = (where: Expr, level: Level): ReadonlyMap<string, Expr> => {
  const found = new Map<string, Expr>();
  const visit = (e: Expr): void => {
    if (e.kind === 'and') e.args.forEach(visit);
    if (e.kind === 'compare' && e.op === '=' && !e.quantifier && e.left.kind === 'column' && e.left.path[0] === level.alias && e.right.kind === 'param') found.set(e.left.path[1] ?? '', e.right);
  };
  visit(where);
  return found;
};

export const assigned = (columns: readonly Assignment[]): ReadonlyMap<string, Expr> => new Map(columns.map((c) => [c.column, c.value]));

export interface Parent {
  readonly level: Level;
  /** Where the row is written already; undefined for one that is made. */
  readonly rows: Rows | undefined;
  readonly values: ReadonlyMap<string, Expr>;
}

/** The key of the row that is written, as a value of rows that refer to it: told by the conditions or the data, or read from the row. */
export const parentKey = ({ level, rows, values }: Parent, field: string, { node }: Given): Expr => {
  const column = columnOf(level.model, field);
  const known = rows ? fixedColumns(and({ args: rows.where }), rows.level).get(column) : values.get(column);
  if (known && (rows || level.model.fields.get(field) === undefined || !isKey(level, field))) return known;
  const from = rows ?? madeRows(level, values, node);
  return subquery({ form: 'scalar', query: selectFrom([{ star: false, expr: columnAt(from.level, field) }], from.from, from.where, node), at: spanOf(node) });
};

const isKey = ({ model }: Level, field: string): boolean => model.uniques.some((u) => u.primary && u.fields.includes(field));

/** A row that was made: it has the values that were written. */
export const madeRows = (level: Level, values: ReadonlyMap<string, Expr>, node: Given['node']): Rows => ({
  level,
  from: [tableOf(level, node)],
  where: [...values].map(([name, value]): Expr => compare({ op: '=', left: column({ path: [level.alias, name] }), right: value })),
});
