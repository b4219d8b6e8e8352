import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { Owner } from '../compiler/owner.ts';
import { noParent } from '../compiler/parent.ts';
import { refusal } from '../error.ts';
import { checkStamp } from './stamp.ts';

/** Runs with a bare connection, for Kysely's cancelling of queries. */
type ControlConnections = (consumer: (connection: DatabaseConnection) => Promise<void>) => Promise<void>;

export interface ScopedConnectionOptions {
  readonly base: DatabaseConnection;
  readonly owner: Owner;
  readonly control: ControlConnections;
  /** Called with each query before it is sent. */
  readonly before?: ((query: CompiledQuery) => Promise<void>) | undefined;
}

type Cancelling = Partial<Record<'cancelQuery' | 'killSession', (control: ControlConnections) => Promise<void>>> & { readonly collectSessionInfo?: () => Promise<void> };

/** The error of the sub-query that a row of no own parent comes to. */
const isNoParent = (error: unknown, { sql }: CompiledQuery): boolean => (error as { readonly code?: unknown } | undefined)?.code === '21000' && (error as Error).message.includes('subquery') && sql.includes(noParent);

/** A connection that runs what was compiled for its owner, and nothing once it is closed. */
export class ScopedConnection implements DatabaseConnection {
  readonly #options: ScopedConnectionOptions;
  readonly #streams = new Set<AsyncIterator<unknown>>();
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;
  #paused = false;
  // Kysely looks whether these exist, so they are only there where the driver has them.
  readonly cancelQuery?: () => Promise<void>;
  readonly killSession?: () => Promise<void>;
  readonly collectSessionInfo?: () => Promise<void>;

  constructor(options: ScopedConnectionOptions) {
    this.#options = options;
    const base = options.base as DatabaseConnection & Cancelling;
    const { control } = options;
    if (base.cancelQuery) this.cancelQuery = async () => base.cancelQuery?.(control);
    if (base.killSession) this.killSession = async () => base.killSession?.(control);
    if (base.collectSessionInfo) this.collectSessionInfo = async () => base.collectSessionInfo?.();
  }

  get streaming(): boolean {
    return this.#streams.size > 0;
  }

  #check(): void {
    if (this.#closed || this.#paused) throw refusal('SCOPE_ENDED', 'the connection was given back: this handle has ended');
  }

  /** Nothing is awaited between the last look at the connection and the sending. */
  async #admit(query: CompiledQuery): Promise<void> {
    this.#check();
    checkStamp(query, this.#options.owner);
    await this.#options.before?.(query);
    this.#check();
  }

  /** Remembers what is under way on the connection. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = (): void => {
      this.#running.delete(work);
    };
    work.then(forget, forget);
    return work;
  }

  executeQuery<R>(query: CompiledQuery, ...options: readonly never[]): Promise<QueryResult<R>> {
    return this.track(this.#execute<R>(query, options));
  }

  async #execute<R>(query: CompiledQuery, options: readonly never[]): Promise<QueryResult<R>> {
    await this.#admit(query);
    try {
      return await this.#options.base.executeQuery<R>(query, ...options);
    } catch (error) {
      throw isNoParent(error, query) ? refusal('PARENT_COLUMN', 'a row names a parent that the tenant does not have', { cause: error }) : error;
    }
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number, ...options: readonly never[]): AsyncIterableIterator<QueryResult<R>> {
    await this.#admit(query);
    const stream = this.#options.base.streamQuery<R>(query, chunkSize, ...options);
    this.#streams.add(stream);
    try {
      for await (const chunk of stream) {
        yield chunk;
        if (this.#closed) throw refusal('SCOPE_ENDED', 'the transaction of this stream has ended');
      }
    } finally {
      this.#streams.delete(stream);
    }
  }

  /** Waits for what is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Runs an end of a transaction: what is under way comes before it, and nothing begins until it is done. */
  async alone<T>(end: () => Promise<T>): Promise<T> {
    this.#paused = true;
    try {
      await this.idle();
      return await end();
    } finally {
      this.#paused = false;
    }
  }

  /** Refuses everything from now on. True where nothing is open or under way, so that there is nothing to wait for. */
  seal(): boolean {
    this.#closed = true;
    return this.#streams.size + this.#running.size === 0;
  }

  /** Refuses everything from now on, ends open streams, and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stream of this.#streams) await stream.return?.();
    this.#streams.clear();
    await this.idle();
  }
}
