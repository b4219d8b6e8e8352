import type { RangeVar } from 'libpg-query';
import type { Catalog } from './catalog.ts';

/** Whether the table is temporary: no part of the schema, but until it is dropped, its name hides the table that is. */
export const noteTemporary = (catalog: Catalog, range: RangeVar, untilCommit: boolean): boolean => {
  if (range.relpersistence !== 't' && range.schemaname !== 'pg_temp') return false;
  catalog.temporary.set(range.relname ?? '', untilCommit);
  return true;
};

export const isTemporary = (catalog: Catalog, range: RangeVar): boolean =>
  range.schemaname === 'pg_temp' || (range.schemaname === undefined && catalog.temporary.has(range.relname ?? ''));

export const dropTemporary = (catalog: Catalog, range: RangeVar): void => {
  catalog.temporary.delete(range.relname ?? '');
};

export const endTransaction = (catalog: Catalog): void => {
  for (const [name, untilCommit] of catalog.temporary) if (untilCommit) catalog.temporary.delete(name);
};
