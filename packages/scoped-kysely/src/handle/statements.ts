import { type Compilable, type CompiledQuery, expressionBuilder, type FunctionModule, QueryCreator, type QueryResult, type RawBuilder } from 'kysely';
import { ScopedExecutor } from '../connection/executor.ts';
import { refusal } from '../error.ts';
import type { TenantId } from '../tenancy/tenant-id.ts';
import type { HandleParts } from './parts.ts';
import { TenantQueryCreator } from './query-creator.ts';

const executorOf = ({ compiler, adapter, provider, session, plugins }: HandleParts): ScopedExecutor => new ScopedExecutor({ compiler, adapter, provider, owner: session.owner }, plugins);

const isCompilable = (query: unknown): query is Compilable<never> => typeof query === 'object' && query !== null && 'compile' in query && typeof query.compile === 'function';

/** What every handle can do: begin a query, and run one that was compiled here. */
export class StatementHandle extends TenantQueryCreator {
  readonly #executor: ScopedExecutor;
  /** Undefined for an escape. */
  readonly tenantId: TenantId | undefined;

  constructor(parts: HandleParts) {
    const executor = executorOf(parts);
    super(new QueryCreator<never>({ executor }));
    this.#executor = executor;
    this.tenantId = parts.tenant;
  }

  get fn(): FunctionModule<never, never> {
    return expressionBuilder<never>().fn;
  }

  case(value: never): unknown {
    return expressionBuilder<never>().case(value);
  }

  executeQuery<R>(query: CompiledQuery<R> | Compilable<R>): Promise<QueryResult<R>> {
    return this.#executor.executeQuery<R>(isCompilable(query) ? query.compile() : query);
  }

  /** `` sql`…`.execute(db) `` asks for it. It is on no type. */
  getExecutor(): never {
    throw refusal('RAW_STATEMENT', 'a statement of raw SQL cannot be scoped; use the builder, or db.crossTenant');
  }
}

/** What an escape can do besides: run a whole statement of raw SQL. */
export class CrossTenantStatements extends StatementHandle {
  readonly #parts: HandleParts;

  constructor(parts: HandleParts) {
    super(parts);
    this.#parts = parts;
  }

  async raw<R>(statement: RawBuilder<R>): Promise<QueryResult<R>> {
    const executor = executorOf(this.#parts);
    return executor.executeQuery<R>(statement.compile({ getExecutor: () => executor }));
  }
}
