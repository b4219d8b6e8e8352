/**
 * Why a call was refused.
 *
 * - `TENANT_ID`: the value is no `TenantId` that was minted here
 * - `TENANT_VALUE`: the value cannot name a tenant (empty, a list, an object …)
 * - `TENANT_MISMATCH`: the request names another tenant than its token
 * - `CARRIER_MISMATCH`: a handle is used in the run of another tenant: it strayed
 * - `CONFIGURATION`: the tenancy or the options contradict themselves
 * - `UNKNOWN_TABLE`: the table is not declared in the tenancy
 * - `TABLE_CLASS`: the table's class does not allow this (an admin table; a write to a shared table)
 * - `TENANT_COLUMN`: a write gives the tenant column another value than the tenant
 * - `PARENT_COLUMN`: a write gives the reference to the parent in a form that cannot be checked, or names no parent of the tenant
 * - `CTE_NAME`: a common table expression has the name of a declared table
 * - `UNKNOWN_NODE`: a part of the query is of a kind, or has a field, that is not known to be safe
 * - `FUNCTION`: a function that may read rows on its own
 * - `RAW_FRAGMENT`: a raw fragment that could leave its place in the query
 * - `RAW_STATEMENT`: a whole statement of raw SQL
 * - `UNSUPPORTED`: a form of statement that cannot be held in the tenant
 * - `UNSTAMPED_QUERY`: the query was not compiled here
 * - `FOREIGN_QUERY`: the query belongs to another tenant or another instance
 * - `SCOPE_ENDED`: the transaction, connection or instance is closed
 * - `TRANSACTION_BUSY`: a stream is still open when the transaction ends
 * - `CONTEXT`: the connection does not carry the tenant it was opened for
 * - `ESCAPE`: a cross-tenant query without what it must declare, or beyond it
 * - `ESCAPE_SINK`: the event of a cross-tenant query was not recorded
 * - `TENANT_UNKNOWN`, `TENANT_SUSPENDED`, `TENANT_MOVED`, `REGION`, `REGISTRY`, `ROUTER_BUSY`, `ROUTER_CLOSED`: where the tenant's database is
 */
export type ScopedKyselyErrorCode =
  | 'TENANT_ID'
  | 'TENANT_VALUE'
  | 'TENANT_MISMATCH'
  | 'CARRIER_MISMATCH'
  | 'CONFIGURATION'
  | 'UNKNOWN_TABLE'
  | 'TABLE_CLASS'
  | 'TENANT_COLUMN'
  | 'PARENT_COLUMN'
  | 'CTE_NAME'
  | 'UNKNOWN_NODE'
  | 'FUNCTION'
  | 'RAW_FRAGMENT'
  | 'RAW_STATEMENT'
  | 'UNSUPPORTED'
  | 'UNSTAMPED_QUERY'
  | 'FOREIGN_QUERY'
  | 'SCOPE_ENDED'
  | 'TRANSACTION_BUSY'
  | 'CONTEXT'
  | 'ESCAPE'
  | 'ESCAPE_SINK'
  | 'TENANT_UNKNOWN'
  | 'TENANT_SUSPENDED'
  | 'TENANT_MOVED'
  | 'REGION'
  | 'REGISTRY'
  | 'ROUTER_BUSY'
  | 'ROUTER_CLOSED';

export interface RefusalDetails {
  /** The table the refusal is about, as the query names it. */
  readonly table?: string;
  readonly cause?: unknown;
}

/** A call that was refused before any SQL was sent; with `PARENT_COLUMN` and a `cause`, by PostgreSQL. */
export class ScopedKyselyError extends Error {
  override readonly name = 'ScopedKyselyError';
  readonly code: ScopedKyselyErrorCode;
  readonly table: string | undefined;
  /** `file:line:column` of the application's call, where the stack shows it. */
  readonly callSite: string | undefined;

  constructor(code: ScopedKyselyErrorCode, message: string, details: RefusalDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.table = details.table;
    this.callSite = callSiteOf(this.stack ?? '');
    if (this.callSite !== undefined) this.message = `${message} (called at ${this.callSite})`;
  }
}

const here = new URL('.', import.meta.url).href;
const frame = /^\s+at (?:async )?(?:.*\()?((?:file:\/\/)?\/?[^()]+:\d+:\d+)\)?$/;

/** The first frame that is neither ours nor a dependency's nor Node's. */
const callSiteOf = (stack: string): string | undefined => {
  for (const line of stack.split('\n')) {
    const at = frame.exec(line)?.[1];
    if (at === undefined || at.startsWith('node:') || at.includes('/node_modules/')) continue;
    const file = at.startsWith('file://') ? at : `file://${at}`;
    if (!file.startsWith(here)) return at.replace(/^file:\/\//, '');
  }
  return undefined;
};

/** Makes the error of a refusal, with a stack deep enough to hold the application's call below Kysely's and ours. */
export const refusal = (code: ScopedKyselyErrorCode, message: string, details?: RefusalDetails): ScopedKyselyError => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 200;
  try {
    return new ScopedKyselyError(code, message, details);
  } finally {
    Error.stackTraceLimit = limit;
  }
};
