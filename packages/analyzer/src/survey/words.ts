import { camelCase } from '@tenantscope/core';

/** How code speaks of the tenant, by the name of its column. */
export interface TenantWords {
  /** A name that speaks of it. */
  readonly about: RegExp;
  /** The names of a property that holds it. */
  readonly properties: ReadonlySet<string>;
}

/** `workspace_id` → workspace, and tenant. */
export const wordsOf = (column: string): TenantWords => {
  const word = column.replace(/_?(id|key|uuid|slug)$/i, '').replaceAll('_', '');
  const words = ['tenant', ...(word.length > 2 ? [word.replace(/[^a-z0-9]/gi, '')] : [])];
  return { about: new RegExp(words.join('|'), 'i'), properties: new Set([column, camelCase(column), 'tenantId', 'tenant_id']) };
};
