import type { ts } from 'ts-morph';
import type { Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import type { Single } from '../../flow/value.ts';
import type { TypedValue } from '../front-end.ts';
import { TransactionBuilder } from '../kysely/handle.ts';
import { TenantDatabase } from './database.ts';
import { declaredElsewhere } from './declaration.ts';
import { ofNobody, ofTenant } from './guarantee.ts';
import { CrossTenantHandle, ScopedHandle } from './handle.ts';
import { isPromising, type PromisingKind } from './kinds.ts';

/** Methods of a `TenantDatabase`, told by where they are declared: also of a `Pick<TenantDatabase, 'forTenant'>`. */
const ways: ReadonlySet<string> = new Set(['forTenant', 'forCurrentTenant', 'crossTenant']);

const valueFor = (kind: PromisingKind, node: ts.Expression): Foreign | undefined => {
  const tenant = (): ScopedHandle => ScopedHandle.of(ofTenant(`the handle is ${spelled(node)}, which has a type that scoped-kysely alone makes values of`));
  switch (kind) {
    case 'scoped-kysely':
      return tenant();
    case 'scoped-kysely-transaction-builder':
      return new TransactionBuilder(tenant());
    case 'cross-tenant-kysely':
      return new CrossTenantHandle(declaredElsewhere);
    case 'scoped-kysely-perhaps':
      return ScopedHandle.of(ofNobody(`by its type ${spelled(node)} may be another handle as well`));
    case 'tenant-database':
      return undefined;
  }
};

/** What a scalar was where it came into being. */
const sourceOf = (receiver: Single | undefined): ts.Node | undefined => (receiver?.kind === 'scalar' && receiver.node.pos >= 0 ? receiver.node : undefined);

/**
 * The handle that an expression's type says it is, when the value was one where it came into being: a cast says what somebody
 * wishes. Undefined for what was a handle of another library there, and is judged as that.
 */
export const promised = (kind: PromisingKind, { node, receiver }: TypedValue, run: Run): Foreign | undefined => {
  const source = sourceOf(receiver);
  if (!source) return undefined;
  const origin = run.host.origin(source);
  if (origin !== undefined && !isPromising(origin)) return undefined;
  const isTainted = receiver?.kind === 'scalar' && receiver.taint !== undefined;
  if (origin !== undefined && !isTainted) return valueFor(origin, node);
  const doubtful = ScopedHandle.of(ofNobody(`${spelled(node)} is only said to be a handle of scoped-kysely`));
  return kind === 'scoped-kysely-transaction-builder' ? new TransactionBuilder(doubtful) : doubtful;
};

/** The database whose method is called. */
export const databaseOf = ({ node, method, receiver }: TypedValue, run: Run): TenantDatabase | undefined => {
  const source = ways.has(method) ? sourceOf(receiver) : undefined;
  if (!source || run.host.memberModule(node, method) !== 'scoped-kysely') return undefined;
  return new TenantDatabase(run.host.memberModule(source, method) === 'scoped-kysely' ? undefined : `${spelled(node)} is only said to be a database of scoped-kysely`);
};
