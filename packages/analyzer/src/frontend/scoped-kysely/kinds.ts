/** Types of scoped-kysely, whose handles promise something of every query. */
export const types = {
  TenantDatabase: 'tenant-database',
  ScopedKysely: 'scoped-kysely',
  ScopedHandle: 'scoped-kysely',
  ScopedQueryCreator: 'scoped-kysely',
  ScopedTransaction: 'scoped-kysely',
  ControlledScopedTransaction: 'scoped-kysely',
  ScopedTransactionBuilder: 'scoped-kysely-transaction-builder',
  ControlledScopedTransactionBuilder: 'scoped-kysely-transaction-builder',
  CrossTenantKysely: 'cross-tenant-kysely',
  CrossTenantHandle: 'cross-tenant-kysely',
  CrossTenantTransactionBuilder: 'scoped-kysely-transaction-builder',
} as const;

/** A handle of scoped-kysely, or something else. */
export const doubtful = 'scoped-kysely-perhaps';

export type PromisingKind = (typeof types)[keyof typeof types] | typeof doubtful;

const promising: ReadonlySet<string | undefined> = new Set([...Object.values(types), doubtful]);

export const isPromising = (kind: string | undefined): kind is PromisingKind => promising.has(kind);
