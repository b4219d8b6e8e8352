import type { Configuration } from '../../src/index.ts';
import type { Verdict } from '../../src/prover/proof.ts';

/** The tenant on whose behalf statements run (`$1`), and a stranger. */
export const tenantA = 'aaaaaaaa-0000-0000-0000-000000000001';
const tenantB = 'bbbbbbbb-0000-0000-0000-000000000002';

/** Rows to try a statement on. */
interface Rows {
  /** SQL that makes the tenant's own and the shared rows. */
  readonly own?: string;
  /** SQL that makes the rows of others, after the own ones. */
  readonly strangers: string;
  /** Queries that show the rows of others; the statement must leave them as they are. Needed for writes. */
  readonly others?: string;
  /** What the parameters after the tenant are. */
  readonly values?: readonly (string | number)[];
  /** The tenant, where it is no uuid. */
  readonly tenant?: string;
}

/** A schema, a statement against it, the verdict, and rows on which PostgreSQL agrees. */
export interface SoundnessCase {
  readonly name: string;
  readonly schema: string;
  readonly sql: string;
  readonly verdict: Verdict;
  readonly rule?: string | undefined;
  /** A part of what the finding says. */
  readonly says?: string | undefined;
  readonly configuration?: Configuration | undefined;
  /** Undefined: the statement speaks of no rows, or this PostgreSQL cannot run it. */
  readonly rows?: Rows | undefined;
}

/** `a` and `b` in SQL are the two tenants. */
export const literals = (sql: string): string => sql.replaceAll(/\$A\b/g, `'${tenantA}'`).replaceAll(/\$B\b/g, `'${tenantB}'`);

export const plain: Configuration = { tenant: { column: 't' } };
