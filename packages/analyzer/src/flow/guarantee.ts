import type { Proof } from '@tenantscope/core';

/** A declared cross-tenant query. What is only known at run time is undefined. */
export interface Escape {
  readonly reason?: string | undefined;
  readonly ticket?: string | undefined;
  readonly actor?: string | undefined;
  /** The tables that the declaration lists. */
  readonly tables: readonly string[];
  /** False: its declaration lacks something, so what it reads counts as it is. */
  readonly declared: boolean;
}

/** What a handle promises of every query on it, whatever the query says. */
export interface Guarantee {
  /** Equal for guarantees of which one may stand for the other. */
  readonly key: string;
  /** The verdict on a query, given the verdict that it has by itself. */
  readonly judge: (own: Proof) => Proof;
  readonly escape?: Escape | undefined;
}
