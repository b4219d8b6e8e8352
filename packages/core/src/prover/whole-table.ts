import type { TableRelation } from '../query/relation/table.ts';
import type { Query, SelectItem, SelectQuery } from '../query/statement/query.ts';

/** A column under the name it is shown by. */
export interface ShownColumn {
  readonly name: string;
  readonly column: string;
}

/** A query that hands on every row of one table as it is. */
export interface WholeTable {
  readonly relation: TableRelation;
  /** Undefined: all columns under their own names. */
  readonly shown?: readonly ShownColumn[] | undefined;
}

/** ORDER BY says nothing of the rows, but what stands in it may read others. */
const isPlain = (q: SelectQuery): boolean =>
  q.orderBy.every((e) => e.kind === 'column') && !q.with && !q.limit && !q.offset && !q.locking && q.distinct === false && !q.where && !q.groupBy && !q.having && q.windows.length === 0;

const isOf = (relation: TableRelation, qualifier: readonly string[]): boolean =>
  qualifier.length === 0 || (qualifier.length === 1 && qualifier[0] === (relation.alias ?? relation.name));

const shownColumn = (relation: TableRelation, item: SelectItem): ShownColumn | undefined => {
  if (item.star || item.expr.kind !== 'column' || !isOf(relation, item.expr.path.slice(0, -1))) return undefined;
  const column = item.expr.path.at(-1) ?? '';
  return { name: item.name ?? column, column };
};

const allDiffer = (shown: readonly ShownColumn[]): boolean => new Set(shown.map((s) => s.name)).size === shown.length;

/** The table that a query stands for, where it is nothing but a name for its rows; PostgreSQL pulls such a query up, too. */
export const wholeTable = (q: Query): WholeTable | undefined => {
  if (q.kind !== 'select' || !isPlain(q)) return undefined;
  const [relation, ...others] = q.from;
  if (relation?.kind !== 'table' || others.length > 0 || relation.sampled || relation.columnAliases) return undefined;
  const [first, ...rest] = q.items;
  if (first?.star && rest.length === 0) return isOf(relation, first.qualifier ?? []) ? { relation } : undefined;
  const shown = q.items.flatMap((item) => shownColumn(relation, item) ?? []);
  return shown.length === q.items.length && allDiffer(shown) ? { relation, shown } : undefined;
};
