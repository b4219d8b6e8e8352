import type { Node, RangeVar, SelectStmt } from 'libpg-query';
import { as, kindOf } from '../lower/context.ts';
import { type Catalog, findTable, type Table } from './catalog.ts';

/** A FROM item of a view and the table it was bound to when the view was made. */
export interface Read {
  readonly range: RangeVar;
  readonly table: Table;
}

type Names = ReadonlySet<string>;

/** The names of a WITH list hide tables: in each query of the list those before it, with RECURSIVE all; and in the query itself all. */
const readsOfWith = (catalog: Catalog, s: SelectStmt, hidden: Names): { readonly reads: readonly Read[]; readonly hidden: Names } => {
  const reads: Read[] = [];
  const ctes = (s.withClause?.ctes ?? []).flatMap((c) => as(c, 'CommonTableExpr') ?? []);
  const all = new Set([...hidden, ...ctes.map((c) => c.ctename ?? '')]);
  let before = hidden;
  for (const cte of ctes) {
    reads.push(...readsOf(catalog, cte.ctequery, s.withClause?.recursive ? all : before));
    before = new Set([...before, cte.ctename ?? '']);
  }
  return { reads, hidden: all };
};

const readsOfSelect = (catalog: Catalog, s: SelectStmt, hidden: Names): readonly Read[] => {
  const { withClause, larg, rarg, ...rest } = s;
  const outer = withClause ? readsOfWith(catalog, s, hidden) : { reads: [], hidden };
  const sides = [larg, rarg].flatMap((side) => (side ? readsOfSelect(catalog, side, outer.hidden) : []));
  return [...outer.reads, ...sides, ...readsOf(catalog, rest, outer.hidden)];
};

/** The tables that a part of a query reads, names of WITH lists left out. */
export const readsOf = (catalog: Catalog, part: unknown, hidden: Names = new Set()): readonly Read[] => {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap((p) => readsOf(catalog, p, hidden));
  const select = as(part as Node, 'SelectStmt');
  if (select) return readsOfSelect(catalog, select, hidden);
  const range = kindOf(part as Node) === 'RangeVar' ? as(part as Node, 'RangeVar') : undefined;
  if (!range) return Object.values(part).flatMap((p) => readsOf(catalog, p, hidden));
  const table = range.schemaname === undefined && hidden.has(range.relname ?? '') ? undefined : findTable(catalog, range);
  return table ? [{ range, table }] : [];
};
