import { type QueryResult, type RawBuilder } from 'kysely';
import { ScopedExecutor } from '../connection/executor.ts';
import type { HandleParts } from './parts.ts';
import { TenantHandle } from './tenant-handle.ts';

/** What `crossTenant` returns: the builder over the listed tables, and whole statements of raw SQL. */
export class CrossTenantHandle extends TenantHandle {
  readonly #parts: HandleParts;

  constructor(parts: HandleParts) {
    super(parts, undefined);
    this.#parts = parts;
  }

  async raw<R>(statement: RawBuilder<R>): Promise<QueryResult<R>> {
    const { compiler, adapter, provider, session, plugins } = this.#parts;
    const executor = new ScopedExecutor({ compiler, adapter, provider, owner: session.owner }, plugins);
    return executor.executeQuery<R>(statement.compile({ getExecutor: () => executor }));
  }
}
