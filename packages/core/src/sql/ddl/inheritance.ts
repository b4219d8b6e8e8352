import type { Table, Unique } from './catalog.ts';

const partitionsOf = (table: Table): readonly Table[] => table.children.filter((c) => c.partition).map((c) => c.table);

/** A table and its partitions, at any depth. */
export const withPartitions = (table: Table): readonly Table[] => [table, ...partitionsOf(table).flatMap(withPartitions)];

/** Whether rows of tables that inherit from it, and keep keys of their own, are read with it. */
export const isInherited = (table: Table): boolean => table.children.some((c) => !c.partition || isInherited(c.table));

/** Whether another server keeps some of its rows. */
export const isForeign = (table: Table): boolean => table.foreign || table.children.some((c) => isForeign(c.table));

/** Whether a unique key holds for every row: it is checked at once, and in every partition. */
export const isKept = (table: Table, key: Unique): boolean => {
  if (key.deferrable) return false;
  const same = key.columns.toSorted().join();
  return !key.only || partitionsOf(table).every((p) => p.uniques.some((u) => u.columns.toSorted().join() === same && isKept(p, u)));
};
