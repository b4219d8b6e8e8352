import type { OperationNode } from 'kysely';
import type { TenantValue } from '../tenancy/tenant-id.ts';
import type { Registry } from './registry.ts';

/** What a query is scoped by, at one of its levels. Made anew for each query, never changed. */
export interface Scope {
  readonly tenant: TenantValue;
  /** The tenant as a parameter of the statement. */
  readonly tenantNode: OperationNode;
  readonly registry: Registry;
  /** Names of common table expressions that are visible here. */
  readonly ctes: ReadonlySet<string>;
  /** Refuses a query that was made by the handle of another tenant. */
  readonly checkOwner: (query: OperationNode) => void;
  /**
   * Returns a scoped copy of a node; it refuses what is not known to be safe. The kind was read by the caller, and is not
   * read again.
   */
  readonly read: (kind: string, node: object, scope: Scope) => OperationNode;
}
