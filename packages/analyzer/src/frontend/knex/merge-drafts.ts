import type { Clause, Draft } from './draft.ts';
import { isLoose, type Parts, printOf } from './parts.ts';

const isPrefix = <T>(short: readonly T[], long: readonly T[]): boolean => short.length <= long.length && short.every((item, i) => item === long[i]);

const lists = ['columns', 'orders', 'groups', 'problems'] as const satisfies readonly (keyof Draft)[];
const conditions = ['where', 'having'] as const satisfies readonly (keyof Draft)[];
const growing: ReadonlySet<string> = new Set([...lists, ...conditions, 'limit', 'offset']);

const sameAt = (a: Clause, b: Clause): boolean => a.at.start === b.at.start && a.at.end === b.at.end;

/** Whether all but the first are joined by one word, so that one that may be missing can stand there all the same. */
const isUniform = (clauses: readonly Clause[]): boolean => clauses.slice(1).every((c) => c.bool === clauses[1]?.bool);

/** Conditions of which some may be missing; undefined when others would bind differently without them. */
const optionalExtras = (base: readonly Clause[], longer: readonly Clause[]): readonly Clause[] | undefined => {
  const extras = longer.slice(base.length);
  if (extras.length === 0) return base;
  if (!isUniform(longer) || longer.some((c) => isLoose(c.parts))) return undefined;
  const fresh = extras.filter((e) => !base.some((b) => b.optional && sameAt(b, e) && (e.bool === 'and' || b.print === e.print)));
  return fresh.length === 0 ? base : [...base, ...fresh.map((e) => ({ ...e, optional: true }))];
};

/** What a later turn of a loop appends is what earlier ones did. */
const appended = (base: readonly Parts[], longer: readonly Parts[]): readonly Parts[] => {
  const known = new Set(base.map(printOf));
  const fresh = longer.slice(base.length).filter((x) => !known.has(printOf(x)));
  return fresh.length === 0 ? base : [...base, ...fresh];
};

/** Both drafts as one, when one is the other with nothing but more conditions, columns or order. */
export const mergeDrafts = (a: Draft, b: Draft): Draft | undefined => extended(a, b) ?? extended(b, a);

const extended = (base: Draft, longer: Draft): Draft | undefined => {
  if (base === longer) return base;
  const keys = new Set([...Object.keys(base), ...Object.keys(longer)]) as ReadonlySet<keyof Draft>;
  if ([...keys].some((key) => !growing.has(key) && base[key] !== longer[key])) return undefined;
  if ([...lists, ...conditions].some((key) => !isPrefix<unknown>(base[key], longer[key]))) return undefined;
  const where = optionalExtras(base.where, longer.where);
  const having = optionalExtras(base.having, longer.having);
  if (!where || !having) return undefined;
  // Columns and groups decide what a query around this one finds: only where both have the same is nothing lost.
  if (base.columns.length !== longer.columns.length || base.groups.length !== longer.groups.length) return undefined;
  const merged: Draft = { ...longer, where, having, orders: appended(base.orders, longer.orders), limit: base.limit ?? longer.limit, offset: base.offset ?? longer.offset };
  return [...keys].every((key) => merged[key] === base[key]) ? base : merged;
};
