import type { IndexStmt } from 'libpg-query';
import { as } from '../lower/context.ts';
import { type Catalog, findTable } from './catalog.ts';
import { withPartitions } from './inheritance.ts';
import { defaultName } from './names.ts';

/** CREATE UNIQUE INDEX over plain columns of all rows is a key. */
export const createIndex = (catalog: Catalog, s: IndexStmt): void => {
  const table = findTable(catalog, s.relation);
  if (!table || !s.unique || s.whereClause) return;
  const elements = (s.indexParams ?? []).map((p) => as(p, 'IndexElem'));
  const columns = elements.flatMap((e) => (e?.name === undefined || e.collation || e.opclass ? [] : [e.name]));
  if (columns.length !== elements.length) return;
  const name = s.idxname ?? defaultName(table, columns, 'idx');
  if (s.if_not_exists && table.uniques.some((u) => u.name === name)) return;
  const included = (s.indexIncludingParams ?? []).flatMap((p) => as(p, 'IndexElem')?.name ?? []);
  const only = s.relation?.inh !== true;
  for (const t of only ? [table] : withPartitions(table))
    t.uniques.push({ name: t === table ? name : defaultName(t, columns, 'idx'), columns: [...columns], included, primary: false, deferrable: false, only });
};
