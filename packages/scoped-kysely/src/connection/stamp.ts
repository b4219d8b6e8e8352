import type { CompiledQuery } from 'kysely';
import { isSameOwner, type Owner } from '../compiler/owner.ts';
import { refusal } from '../error.ts';

const stamps = new WeakMap<object, Owner>();

/** A frozen copy of a compiled query, known by its identity as the owner's. */
export const stamp = ({ query, queryId, sql, parameters }: CompiledQuery, owner: Owner): CompiledQuery => {
  const stamped = Object.freeze({ query, queryId, sql, parameters: Object.freeze([...parameters]) });
  stamps.set(stamped, owner);
  return stamped;
};

/**
 * @throws ScopedKyselyError `UNSTAMPED_QUERY` for what our compiler did not make (a copy too), `FOREIGN_QUERY` for
 * what it made for another tenant
 */
export const checkStamp = (query: CompiledQuery, owner: Owner): void => {
  const made = stamps.get(query);
  if (!made) throw refusal('UNSTAMPED_QUERY', 'the query was not compiled by this handle, so it may not be scoped');
  if (!isSameOwner(made, owner)) throw refusal('FOREIGN_QUERY', 'the query was compiled for another tenant');
};
