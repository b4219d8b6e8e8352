import type { OperationNode } from 'kysely';
import { refusal } from '../error.ts';
import type { TenantValue } from '../tenancy/tenant-id.ts';

/** Whose queries a handle makes: those of one tenant in one instance, or of one escape. */
export interface Owner {
  /** The instance that `createScopedKysely` made, or the escape. */
  readonly instance: object;
  readonly tenant: TenantValue | undefined;
}

export const isSameOwner = (a: Owner, b: Owner): boolean => a.instance === b.instance && a.tenant === b.tenant;

const owners = new WeakMap<OperationNode, Owner>();

/** Remembers which handle a query comes from. */
export const markOwner = (query: OperationNode, owner: Owner): void => {
  owners.set(query, owner);
};

/** The copy of a query is as much the handle's as the query. */
export const keepOwner = (query: OperationNode, copy: OperationNode): void => {
  const owner = copy.kind.endsWith('QueryNode') ? owners.get(query) : undefined;
  if (owner) owners.set(copy, owner);
};

/** @throws ScopedKyselyError `FOREIGN_QUERY` */
export const checkOwner = (query: OperationNode, owner: Owner): void => {
  const other = owners.get(query);
  if (other && !isSameOwner(other, owner)) throw refusal('FOREIGN_QUERY', 'a sub-query was made by the handle of another tenant');
};

/** Plugins copy nodes, and a copy has no mark: looks for marks before they run. */
export const checkOwners = (value: unknown, owner: Owner): void => {
  if (Array.isArray(value)) for (const item of value) checkOwners(item, owner);
  else if (typeof value === 'object' && value !== null && 'kind' in value) {
    checkOwner(value as OperationNode, owner);
    for (const field of Object.values(value)) checkOwners(field, owner);
  }
};
