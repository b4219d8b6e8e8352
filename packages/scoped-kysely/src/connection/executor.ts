import { type ConnectionProvider, DefaultQueryExecutor, type DialectAdapter, type KyselyPlugin, type QueryCompiler, type QueryId, type RootOperationNode } from 'kysely';
import { checkOwners, markOwner, type Owner } from '../compiler/owner.ts';

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
