import type { Span } from '@tenantscope/core';
import type { Draft } from './draft.ts';
import { optionalExtras } from './operand.ts';

const isPrefix = <T>(short: readonly T[], long: readonly T[]): boolean => short.length <= long.length && short.every((item, i) => item === long[i]);

const fixed: readonly (keyof Draft)[] = ['kind', 'recursive', 'target', 'groupBy', 'distinct', 'columns', 'source', 'conflict', 'mergeSource'];
const lists: readonly (keyof Draft)[] = ['ctes', 'from', 'sets', 'whens', 'assignments', 'problems', 'items', 'orderBy', 'where', 'having'];
const mayGrow = new Set<keyof Draft>(['assignments', 'problems', 'items', 'orderBy', 'where', 'having']);

const list = (draft: Draft, key: keyof Draft): readonly unknown[] => draft[key] as readonly unknown[];

const spanIn = (x: unknown): Span | undefined => (x as { readonly at?: Span }).at;

const sameAt = (a: unknown, b: unknown): boolean => {
  const [one, other] = [spanIn(a), spanIn(b)];
  if (one && other) return one.start === other.start && one.end === other.end;
  return one === other && JSON.stringify(a) === JSON.stringify(b);
};

/** Later turns of a loop append what earlier ones did. */
const union = <T>(base: readonly T[], longer: readonly T[]): readonly T[] => {
  if (longer.length === base.length) return base;
  const fresh = longer.slice(base.length).filter((x) => !base.some((b) => b === x || sameAt(b, x)));
  return fresh.length === 0 ? base : [...base, ...fresh];
};

/** Both drafts as one, when `longer` is `base` with nothing but more conditions, columns, order or limits. */
export const mergeDrafts = (base: Draft, longer: Draft): Draft | undefined => {
  if (base === longer) return base;
  if (fixed.some((key) => base[key] !== longer[key])) return undefined;
  if (lists.some((key) => (mayGrow.has(key) ? !isPrefix(list(base, key), list(longer, key)) : list(base, key).length !== list(longer, key).length || !isPrefix(list(base, key), list(longer, key))))) return undefined;
  const where = optionalExtras(base.where, longer.where);
  const having = optionalExtras(base.having, longer.having);
  if (!where || !having) return undefined;
  const merged: Draft = {
    ...longer,
    where,
    having,
    items: union(base.items, longer.items),
    orderBy: union(base.orderBy, longer.orderBy),
    assignments: union(base.assignments, longer.assignments),
    problems: union(base.problems, longer.problems),
    limit: base.limit ?? longer.limit,
    offset: base.offset ?? longer.offset,
    locking: base.locking || longer.locking,
  };
  const unchanged = (Object.keys(merged) as (keyof Draft)[]).every((key) => key === 'at' || merged[key] === base[key]);
  return unchanged ? base : merged;
};
