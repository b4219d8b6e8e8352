import type { Fields } from './fields.ts';
import { type Part, text } from './part.ts';
import type { TableValue } from './table.ts';

export type Kind = 'select' | 'insert' | 'update' | 'delete' | 'fixed';

interface Tail {
  readonly orderBy?: readonly Part[] | undefined;
  readonly limit?: readonly Part[] | undefined;
  readonly offset?: readonly Part[] | undefined;
}

export interface SetStep extends Tail {
  readonly word: string;
  readonly right: readonly Part[];
}

interface Join {
  readonly text: readonly Part[];
  readonly label: string | undefined;
}

/** A query under construction: the `config` of Drizzle's builder. */
export interface Draft extends Tail {
  readonly kind: Kind;
  readonly withs: readonly Part[];
  readonly distinct?: readonly Part[] | undefined;
  /** What is selected, or returned; undefined: nothing is returned. */
  readonly fields?: Fields | undefined;
  /** `select({…})` lists its fields; `select()` takes those of the tables as they are joined. */
  readonly isPartial: boolean;
  readonly target?: TableValue | undefined;
  readonly from?: readonly Part[] | undefined;
  readonly fromLabel?: string | undefined;
  readonly joins: readonly Join[];
  readonly where?: readonly Part[] | undefined;
  readonly groupBy?: readonly Part[] | undefined;
  readonly having?: readonly Part[] | undefined;
  readonly locking?: string | undefined;
  readonly sets: readonly SetStep[];
  /** `values …` or the query of INSERT, the assignments of UPDATE, the whole text of what is fixed. */
  readonly body: readonly Part[];
  readonly conflict?: readonly Part[] | undefined;
  /** What was not understood, one sentence each. */
  readonly problems: readonly string[];
}

export const emptyDraft = (kind: Kind): Draft => ({ kind, withs: [], isPartial: false, joins: [], sets: [], body: [], problems: [] });

export const withProblem = (draft: Draft, cause: string): Draft => (draft.problems.includes(cause) ? draft : { ...draft, problems: [...draft.problems, cause] });

const tails: ReadonlySet<string> = new Set(['orderBy', 'limit', 'offset'] satisfies readonly (keyof Tail)[]);

const bothOrders = (a: Draft['orderBy'], b: Draft['orderBy']): Draft['orderBy'] => {
  if (!a?.length || !b?.length || a === b) return a?.length ? a : b;
  return b.every((p) => a.includes(p)) ? a : [...a, text(', '), ...b];
};

/** Both drafts as one, when they differ in order and limits only: then each part of them counts. */
export const mergeTails = (a: Draft, b: Draft): Draft | undefined => {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)] as (keyof Draft)[]);
  if ([...keys].some((key) => !tails.has(key) && a[key] !== b[key])) return undefined;
  const merged: Draft = { ...a, orderBy: bothOrders(a.orderBy, b.orderBy), limit: a.limit ?? b.limit, offset: a.offset ?? b.offset };
  return merged.orderBy === a.orderBy && merged.limit === a.limit && merged.offset === a.offset ? a : merged;
};
