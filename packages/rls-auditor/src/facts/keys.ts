import type { Index, Relation } from '../catalog/snapshot.ts';

/** Keys that are made, not chosen: that one is taken tells nothing. */
export const isSurrogate = (t: Relation, { columns }: Index): boolean =>
  columns.length === 1 &&
  t.columns.some((c) => c.name === columns[0] && (c.type === 'uuid' || c.identity !== null || /\bnextval\(/.test(c.default ?? '')));
