import type { Verdict } from '@tenantscope/core';

/** What a hunt has seen so far. */
export interface Tally {
  readonly statements: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Scoped statements that ran in both worlds, and those that returned or changed rows. */
  readonly ran: number;
  readonly withRows: number;
  /** Why scoped statements did not run, by SQLSTATE. */
  readonly errors: Readonly<Record<string, number>>;
  /** Statements by kind. */
  readonly kinds: Readonly<Record<string, number>>;
}

export const noTally: Tally = { statements: 0, verdicts: { scoped: 0, unscoped: 0, unproven: 0 }, ran: 0, withRows: 0, errors: {}, kinds: {} };

const sum = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Readonly<Record<string, number>> => {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(keys.map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
};

export const add = (a: Tally, b: Tally): Tally => ({
  statements: a.statements + b.statements,
  verdicts: sum(a.verdicts, b.verdicts),
  ran: a.ran + b.ran,
  withRows: a.withRows + b.withRows,
  errors: sum(a.errors, b.errors),
  kinds: sum(a.kinds, b.kinds),
});

/** How often each word occurs. */
export const countOf = (words: readonly string[]): Readonly<Record<string, number>> => words.reduce<Record<string, number>>((counts, w) => ({ ...counts, [w]: (counts[w] ?? 0) + 1 }), {});
