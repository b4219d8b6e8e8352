import { CompiledQuery, type ConnectionProvider, type DatabaseConnection, type TransactionSettings } from 'kysely';
import type { Owner } from '../compiler/owner.ts';
import { refusal } from '../error.ts';
import type { LocalSetting } from './begin.ts';
import { LeasedConnection } from './leased-connection.ts';
import { ScopedConnection } from './scoped-connection.ts';
import type { Lease, OperationOptions, TenantContext, TenantSource } from './source.ts';

export interface SessionOptions {
  readonly source: TenantSource;
  readonly owner: Owner;
  /** Runs before each use of a connection; it refuses by throwing. */
  readonly admit: () => void;
  readonly before?: ((query: CompiledQuery) => Promise<void>) | undefined;
}

/** Connections that were opened with the tenant's setting, and the tenant they said. */
const verified = new WeakMap<DatabaseConnection, string>();

/** The tenant's way to its database: each connection it gives out carries the tenant. */
export class Session implements ConnectionProvider {
  readonly #options: SessionOptions;
  /** The tenant as PostgreSQL's settings hold it; undefined for an escape. */
  readonly #tenant: string | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#tenant = options.owner.tenant === undefined ? undefined : String(options.owner.tenant);
  }

  get owner(): Owner {
    return this.#options.owner;
  }

  get admit(): () => void {
    return this.#options.admit;
  }

  /** A connection with no transaction of its own. */
  async open<T>(consumer: (leased: LeasedConnection) => Promise<T>, options?: OperationOptions): Promise<T> {
    const { source, owner, admit, before } = this.#options;
    admit();
    return source.provide(async (lease) => {
      const control = (use: (connection: DatabaseConnection) => Promise<void>): Promise<void> => source.provide(({ connection }) => use(connection));
      const leased = new LeasedConnection(lease, new ScopedConnection({ base: lease.connection, owner, control, before }));
      try {
        const settling = leased.settle();
        if (settling) await settling;
        if (!this.#isVerified(lease)) await this.#verify(lease);
        return await consumer(leased);
      } finally {
        const ending = leased.end();
        if (ending) await ending;
      }
    }, options);
  }

  /** A connection for one statement: in a short transaction where that is how the database learns the tenant. */
  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>, options?: OperationOptions): Promise<T> {
    return this.open((leased) => this.statement(leased, consumer), options);
  }

  /** Runs statements that stand alone. */
  async statement<T>(leased: LeasedConnection, consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    return this.#local(leased.context) ? this.transaction(leased, {}, () => consumer(leased.scoped)) : consumer(leased.scoped);
  }

  /** Begins, runs, and commits or rolls back. */
  async transaction<T>(leased: LeasedConnection, settings: TransactionSettings, run: () => Promise<T>): Promise<T> {
    await this.begin(leased, settings);
    let result: T;
    try {
      result = await run();
    } catch (error) {
      await leased.rollback().catch(() => undefined);
      throw error;
    }
    await leased.commit();
    return result;
  }

  begin(leased: LeasedConnection, settings: TransactionSettings): Promise<void> {
    return leased.begin(settings, this.#local(leased.context));
  }

  #local(context: TenantContext | undefined): LocalSetting | undefined {
    return context?.scope === 'transaction' && this.#tenant !== undefined ? { name: context.setting, value: this.#tenant } : undefined;
  }

  #isVerified({ connection, context }: Lease): boolean {
    return context?.scope !== 'connection' || this.#tenant === undefined || verified.get(connection) === this.#tenant;
  }

  /** Asks a new connection once whether it was opened for the tenant. */
  async #verify({ connection, context }: Lease): Promise<void> {
    const setting = context?.setting ?? '';
    const { rows } = await connection.executeQuery<{ readonly tenant: string | null }>(CompiledQuery.raw('select current_setting($1, true) as tenant', [setting]));
    if (this.#tenant === undefined || rows[0]?.tenant !== this.#tenant) throw refusal('CONTEXT', `the connection does not carry its tenant in ${setting}; open it with the options that connect() is given`);
    verified.set(connection, this.#tenant);
  }
}
