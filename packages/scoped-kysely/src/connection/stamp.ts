import type { CompiledQuery } from 'kysely';
import { isSameOwner, type Owner } from '../compiler/owner.ts';
import { refusal } from '../error.ts';

/** Only this module has it: `query.constructor` is within reach of everyone. */
const key = Symbol('stamp');

let ownerOf: (query: unknown) => Owner | undefined;

/** A frozen compiled query, known by its identity as the owner's: a copy does not have the private field. */
class StampedQuery implements CompiledQuery {
  readonly #owner: Owner;
  readonly query: CompiledQuery['query'];
  readonly queryId: CompiledQuery['queryId'];
  readonly sql: string;
  readonly parameters: readonly unknown[];

  constructor(secret: typeof key, { query, queryId, sql, parameters }: CompiledQuery, owner: Owner) {
    if (secret !== key) throw refusal('UNSTAMPED_QUERY', 'only the compiler stamps queries');
    this.#owner = owner;
    this.query = query;
    this.queryId = queryId;
    this.sql = sql;
    this.parameters = Object.freeze([...parameters]);
    Object.freeze(this);
  }

  // The class is within reach through `query.constructor`: what reads the stamp must not be a member of it.
  static {
    ownerOf = (query) => (typeof query === 'object' && query !== null && #owner in query ? query.#owner : undefined);
  }
}

/** Stamps what our compiler made, so that the connection runs it. */
export const stamp = (query: CompiledQuery, owner: Owner): CompiledQuery => new StampedQuery(key, query, owner);

/**
 * @throws ScopedKyselyError `UNSTAMPED_QUERY` for what our compiler did not make (a copy too), `FOREIGN_QUERY` for
 * what it made for another tenant
 */
export const checkStamp = (query: CompiledQuery, owner: Owner): void => {
  const made = ownerOf(query);
  if (!made) throw refusal('UNSTAMPED_QUERY', 'the query was not compiled by this handle, so it may not be scoped');
  if (!isSameOwner(made, owner)) throw refusal('FOREIGN_QUERY', 'the query was compiled for another tenant');
};
