import { camelCase } from '@tenantscope/core';

/** How code speaks of the tenant, by the name of its column. */
export interface TenantWords {
  /** A name that speaks of it. */
  readonly about: RegExp;
  /** The name of nothing else: of its id, its context. */
  readonly exactly: RegExp;
  /** The names of a property that holds it. */
  readonly properties: ReadonlySet<string>;
}

/** `workspace_id` → workspace, and tenant. */
export const wordsOf = (column: string): TenantWords => {
  const word = column.replace(/_?(id|key|uuid|slug)$/i, '').replaceAll('_', '');
  const words = ['tenant', ...(word.length > 2 ? [word.replace(/[^a-z0-9]/gi, '')] : [])];
  const either = words.flatMap((w) => [`${w}s?`, w.replace(/y$/i, 'ies')]).join('|');
  return { about: new RegExp(words.join('|'), 'i'), exactly: new RegExp(`^(?:current|session|active|my|require|get|resolve)?(?:${either})(?:Ids?|Key|Uuid|Context|Session)?$`, 'i'), properties: new Set([column, camelCase(column), 'tenantId', 'tenant_id']) };
};
