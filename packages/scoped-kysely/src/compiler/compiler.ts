import type { CompiledQuery, OperationNode, QueryCompiler, QueryId, RootOperationNode } from 'kysely';
import { refusal, ScopedKyselyError } from '../error.ts';
import { stamp } from '../connection/stamp.ts';
import type { TenantValue } from '../tenancy/tenant-id.ts';
import { kindOf } from './fields.ts';
import { checkOwner, type Owner } from './owner.ts';
import type { Registry } from './registry.ts';
import type { Scope } from './scope.ts';
import { read, statements } from './visit.ts';

const none: ReadonlySet<string> = new Set();

/** The scope of a whole statement of an owner. */
export const scopeFor = (owner: Owner, registry: Registry): Scope => ({
  tenant: owner.tenant as TenantValue,
  tenantNode: { kind: 'ValueNode', value: owner.tenant } as OperationNode,
  registry,
  ctes: none,
  checkOwner: (query) => {
    checkOwner(query, owner);
  },
  read,
});

/** What is no query at all fails somewhere in between; that is a refusal too. */
export const reading = <T>(scoping: () => T): T => {
  try {
    return scoping();
  } catch (cause) {
    if (cause instanceof ScopedKyselyError) throw cause;
    throw refusal('UNKNOWN_NODE', cause instanceof RangeError ? 'the query is nested too deeply' : 'the query is not made of what Kysely makes queries of', { cause });
  }
};

/**
 * Scopes a statement after all plugins, prints it with the dialect's compiler, and stamps what came out for its owner:
 * the connection runs nothing else.
 *
 * @throws ScopedKyselyError before any SQL is sent
 */
export const scopedCompiler = (base: QueryCompiler, registry: Registry, owner: Owner): QueryCompiler => {
  const scope = scopeFor(owner, registry);
  return {
    compileQuery: (given: RootOperationNode, queryId: QueryId): CompiledQuery => {
      const kind = kindOf(given);
      const statement = statements.get(kind);
      if (!statement) throw kind === 'RawNode' ? refusal('RAW_STATEMENT', 'a statement of raw SQL cannot be scoped; use the builder, or db.crossTenant') : refusal('UNSUPPORTED', `${kind} is no statement of a tenant`);
      return stamp(reading(() => base.compileQuery(statement(given, scope) as RootOperationNode, queryId)), owner);
    },
  };
};
