import type {
  AccessMode,
  Compilable,
  CompiledQuery,
  DeleteQueryBuilder,
  DeleteResult,
  Expression,
  ExpressionBuilder,
  FunctionModule,
  InsertQueryBuilder,
  InsertResult,
  IsolationLevel,
  MergeQueryBuilder,
  MergeResult,
  QueryCreator,
  QueryCreatorWithCommonTableExpression,
  QueryResult,
  UpdateQueryBuilder,
  UpdateResult,
} from 'kysely';
import type { TenantId } from '../tenancy/tenant-id.ts';
import type { TenancyTypeError, WritableTable } from './scoped-tables.ts';

/** The table itself, or the reason why it takes no writes. */
type WriteTarget<DB, T> = T extends WritableTable<DB> ? T : TenancyTypeError<`${T & string} is a shared table: tenants read it and cannot write to it`>;

type WithTable<DB, Alias extends string, T extends keyof DB> = DB & { readonly [A in Alias]: DB[T] };

type TablesOf<Creator> = Creator extends QueryCreator<infer DB> ? DB : never;

interface NamedCte<N extends string> {
  /** Types only. */
  readonly name?: N;
  materialized(): NamedCte<N>;
  notMaterialized(): NamedCte<N>;
}

/** `cte => cte('recent').materialized()` */
type CteName<N extends string> = (cte: <Name extends string>(name: Name) => NamedCte<Name>) => NamedCte<N>;

type CteBody = Expression<unknown> | Compilable;

type Names<List> = List extends `${infer First}, ${infer Rest}` ? First | Names<Rest> : List;

/** `walk(id, depth)`: the table that a recursive expression sees of itself. Its columns have any type, as in Kysely. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type RecursiveTable<N extends string> = N extends `${infer Table}(${infer Columns})` ? { readonly [T in Table]: { readonly [C in Names<Columns> & string]: any } } : { readonly [T in N]: Record<string, any> };

declare const handleKind: unique symbol;

/** The methods that begin a query, of a tenant's handle or of an escape. What they return are Kysely's own builders. */
export interface QueryMethods<DB, Kind extends 'tenant' | 'escape'> {
  readonly selectFrom: QueryCreator<DB>['selectFrom'];
  readonly selectNoFrom: QueryCreator<DB>['selectNoFrom'];

  /** Types only: neither kind of handle is assignable to the other. */
  readonly [handleKind]: Kind;

  insertInto<T extends keyof DB & string>(table: T & WriteTarget<DB, T>): InsertQueryBuilder<DB, T, InsertResult>;

  updateTable<T extends keyof DB & string>(table: T & WriteTarget<DB, T>): UpdateQueryBuilder<DB, T, T, UpdateResult>;
  updateTable<T extends WritableTable<DB>, Alias extends string>(table: `${T} as ${Alias}`): UpdateQueryBuilder<WithTable<DB, Alias, T>, Alias, Alias, UpdateResult>;

  deleteFrom<T extends keyof DB & string>(table: T & WriteTarget<DB, T>): DeleteQueryBuilder<DB, T, DeleteResult>;
  deleteFrom<T extends WritableTable<DB>, Alias extends string>(table: `${T} as ${Alias}`): DeleteQueryBuilder<WithTable<DB, Alias, T>, Alias, DeleteResult>;

  mergeInto<T extends keyof DB & string>(table: T & WriteTarget<DB, T>): MergeQueryBuilder<DB, T, MergeResult>;
  mergeInto<T extends WritableTable<DB>, Alias extends string>(table: `${T} as ${Alias}`): MergeQueryBuilder<WithTable<DB, Alias, T>, Alias, MergeResult>;

  with<N extends string, E extends CteBody | ((creator: QueryCreator<DB>) => CteBody)>(name: N | CteName<N>, expression: E): QueryMethods<TablesOf<QueryCreatorWithCommonTableExpression<DB, N, E>>, Kind>;
  withRecursive<N extends string, E extends (creator: QueryCreator<DB & RecursiveTable<N>>) => CteBody>(name: N | CteName<N>, expression: E): QueryMethods<TablesOf<QueryCreatorWithCommonTableExpression<DB, N, E>>, Kind>;
}

/** What begins a tenant's queries: the handle, or what `with` returned. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name that types can be recognised by
export interface ScopedQueryCreator<DB> extends QueryMethods<DB, 'tenant'> {}

/** What a tenant's handle and its transactions share. */
export interface ScopedHandle<DB> extends ScopedQueryCreator<DB> {
  readonly tenantId: TenantId;
  readonly fn: FunctionModule<DB, keyof DB>;
  readonly case: ExpressionBuilder<DB, never>['case'];
  /**
   * Runs a query that this tenant's handle compiled.
   *
   * @throws ScopedKyselyError `UNSTAMPED_QUERY`, `FOREIGN_QUERY`
   */
  executeQuery<R>(query: CompiledQuery<R> | Compilable<R>): Promise<QueryResult<R>>;
}

/** A tenant's queries: `scoped.forTenant(tenant)`. A plain `Kysely` is not assignable to it. */
export interface ScopedKysely<DB> extends ScopedHandle<DB> {
  transaction(): ScopedTransactionBuilder<DB>;
  startTransaction(): ControlledScopedTransactionBuilder<DB>;
  /** One connection for several statements. */
  connection(): { execute<T>(callback: (db: ScopedHandle<DB>) => Promise<T>): Promise<T> };
}

/** A handle inside a transaction. A function that takes it cannot be called outside of one. */
export interface ScopedTransaction<DB> extends ScopedHandle<DB> {
  readonly isTransaction: true;
}

/** A transaction before it begins. */
export interface TransactionStart<Builder> {
  setIsolationLevel(level: IsolationLevel): Builder;
  setAccessMode(mode: AccessMode): Builder;
}

export interface ScopedTransactionBuilder<DB> extends TransactionStart<ScopedTransactionBuilder<DB>> {
  execute<T>(callback: (trx: ScopedTransaction<DB>) => Promise<T>): Promise<T>;
}

export interface ControlledScopedTransactionBuilder<DB> extends TransactionStart<ControlledScopedTransactionBuilder<DB>> {
  execute(): Promise<ControlledScopedTransaction<DB>>;
}

/** Kysely's commands: nothing happens before `execute()`. */
export interface ScopedCommand<T> {
  execute(): Promise<T>;
}

/** A transaction that is ended by hand. */
export interface ControlledScopedTransaction<DB> extends ScopedTransaction<DB> {
  readonly isCommitted: boolean;
  readonly isRolledBack: boolean;
  commit(): ScopedCommand<void>;
  rollback(): ScopedCommand<void>;
  savepoint(name: string): ScopedCommand<void>;
  rollbackToSavepoint(name: string): ScopedCommand<void>;
  releaseSavepoint(name: string): ScopedCommand<void>;
}
