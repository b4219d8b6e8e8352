import { type CompiledQuery, type ConnectionProvider, DefaultQueryExecutor, type DialectAdapter, type KyselyPlugin, type QueryCompiler, type QueryId, type QueryResult, type RootOperationNode } from 'kysely';
import { checkOwners, markOwner, type Owner } from '../compiler/owner.ts';
import type { OperationOptions } from './source.ts';

export interface ExecutorParts {
  readonly compiler: QueryCompiler;
  readonly adapter: DialectAdapter;
  readonly provider: ConnectionProvider;
  readonly owner: Owner;
}

/** Kysely's executor; it remembers whose queries it makes, whatever plugins are put on or taken off. */
export class ScopedExecutor extends DefaultQueryExecutor {
  readonly #parts: ExecutorParts;

  constructor(parts: ExecutorParts, plugins: readonly KyselyPlugin[]) {
    super(parts.compiler, parts.adapter, parts.provider, [...plugins]);
    this.#parts = parts;
  }

  override transformQuery<T extends RootOperationNode>(node: T, queryId: QueryId): T {
    if (this.plugins.length > 0) checkOwners(node, this.#parts.owner);
    const transformed = super.transformQuery(node, queryId);
    markOwner(transformed, this.#parts.owner);
    return transformed;
  }

  /**
   * Kysely gives the result of a query with a signal, and the last row of a stream, before the connection's provider has
   * ended; our provider commits then, and that must have happened, or failed, before the caller goes on.
   */
  #settling(): { readonly executor: ScopedExecutor; readonly settled: () => Promise<unknown> } {
    let first: Promise<unknown> | undefined;
    const { provider } = this.#parts;
    const recording: ConnectionProvider = {
      provideConnection: (consumer, options) => {
        const provided = provider.provideConnection(consumer, options);
        first ??= provided;
        return provided;
      },
    };
    return { executor: new ScopedExecutor({ ...this.#parts, provider: recording }, this.plugins), settled: () => first ?? Promise.resolve() };
  }

  override async executeQuery<R>(query: CompiledQuery, options?: OperationOptions): Promise<QueryResult<R>> {
    if (!options?.signal) return super.executeQuery<R>(query, options);
    const { executor, settled } = this.#settling();
    const result = await executor.#execute<R>(query, options);
    await settled();
    return result;
  }

  #execute<R>(query: CompiledQuery, options: OperationOptions): Promise<QueryResult<R>> {
    return super.executeQuery<R>(query, options);
  }

  override async *stream<R>(query: CompiledQuery, chunkSize: number, options?: OperationOptions): AsyncIterableIterator<QueryResult<R>> {
    const { executor, settled } = this.#settling();
    let failed = false;
    try {
      yield* executor.#stream<R>(query, chunkSize, options);
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      // A stream that is left early has ended too; after an error there is nothing to wait for.
      if (!failed) await settled();
    }
  }

  #stream<R>(query: CompiledQuery, chunkSize: number, options: OperationOptions | undefined): AsyncIterableIterator<QueryResult<R>> {
    return super.stream<R>(query, chunkSize, options);
  }

  override withPlugins(plugins: readonly KyselyPlugin[]): ScopedExecutor {
    return new ScopedExecutor(this.#parts, [...this.plugins, ...plugins]);
  }

  override withPlugin(plugin: KyselyPlugin): ScopedExecutor {
    return new ScopedExecutor(this.#parts, [...this.plugins, plugin]);
  }

  override withPluginAtFront(plugin: KyselyPlugin): ScopedExecutor {
    return new ScopedExecutor(this.#parts, [plugin, ...this.plugins]);
  }

  override withConnectionProvider(provider: ConnectionProvider): ScopedExecutor {
    return new ScopedExecutor({ ...this.#parts, provider }, this.plugins);
  }

  override withoutPlugins(): ScopedExecutor {
    return new ScopedExecutor(this.#parts, []);
  }
}
