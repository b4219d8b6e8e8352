/** What a front end knows of a bound value. */
export interface ValueFacts {
  /** `trusted`: it is the session's tenant. `untrusted`: somebody else chose it. `unknown`: its origin was not found. */
  readonly trust: 'trusted' | 'untrusted' | 'unknown';
  /** Proved never to be NULL or undefined. */
  readonly nonNull: boolean;
  /** How people know it: `$1`, `req.body.tenantId`. */
  readonly label: string;
  /** Where it comes from, one clause: "declared type TenantId (src/auth.ts:12)". */
  readonly origin: string;
  /** The rule that reports it when its trust is unknown; `unproven-value` when absent. */
  readonly rule?: string | undefined;
}

/** A parameter that holds the tenant of the session. */
export interface TenantParameter {
  readonly key: string;
  /** NULL now and then: nobody's session. */
  readonly nullable: boolean;
}

/** Looks up a `param` node's key. */
export type ValueLookup = (key: string) => ValueFacts;
