import type { ConnectionProvider, DialectAdapter, KyselyPlugin, QueryCompiler } from 'kysely';
import type { TenantId } from '../tenancy/tenant-id.ts';
import type { Session } from '../connection/session.ts';

/** What a handle is made of; a transaction's has another provider. */
export interface HandleParts {
  /** Undefined for an escape. */
  readonly tenant: TenantId | undefined;
  readonly session: Session;
  readonly provider: ConnectionProvider;
  /** The dialect's own, for savepoints. */
  readonly base: QueryCompiler;
  /** The one that scopes. */
  readonly compiler: QueryCompiler;
  readonly adapter: DialectAdapter;
  readonly plugins: readonly KyselyPlugin[];
}
