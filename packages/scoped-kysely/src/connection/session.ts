import { CompiledQuery, type ConnectionProvider, type DatabaseConnection, type Driver, type TransactionSettings } from 'kysely';
import type { Owner } from '../compiler/owner.ts';
import { refusal } from '../error.ts';
import type { TenantId } from '../tenancy/tenant-id.ts';
import { begin, type LocalSetting } from './begin.ts';
import { ScopedConnection } from './scoped-connection.ts';
import type { Lease, OperationOptions, TenantContext, TenantSource } from './source.ts';

export interface SessionOptions {
  readonly source: TenantSource;
  readonly owner: Owner;
  /** Undefined for an escape. */
  readonly tenant: TenantId | undefined;
  /** Runs before each use of a connection; it refuses by throwing. */
  readonly admit: () => void;
  readonly before?: ((query: CompiledQuery) => Promise<void>) | undefined;
}

/** A lease, and the connection on it that runs the owner's queries only. */
export interface Opened extends Lease {
  readonly scoped: ScopedConnection;
}

/** Connections that were opened with the tenant's setting, and the tenant they said. */
const verified = new WeakMap<DatabaseConnection, string>();
/** Connections whose ROLLBACK failed: the transaction may still be open. */
const unsettled = new WeakSet<DatabaseConnection>();

const rollBack = async (driver: Driver, connection: DatabaseConnection): Promise<void> => {
  unsettled.add(connection);
  await driver.rollbackTransaction(connection);
  unsettled.delete(connection);
};

/** The tenant's way to its database: each connection it gives out carries the tenant. */
export class Session implements ConnectionProvider {
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get owner(): Owner {
    return this.#options.owner;
  }

  get admit(): () => void {
    return this.#options.admit;
  }

  /** A connection with no transaction of its own. */
  open<T>(consumer: (opened: Opened) => Promise<T>, options?: OperationOptions): Promise<T> {
    const { source, owner, admit, before } = this.#options;
    admit();
    return source.provide(
      async (lease) => {
        if (unsettled.has(lease.connection)) await rollBack(lease.driver, lease.connection);
        if (lease.context?.scope === 'connection') await this.#verify(lease, lease.context);
        const control = (use: (connection: DatabaseConnection) => Promise<void>): Promise<void> => source.provide(({ connection }) => use(connection));
        const scoped = new ScopedConnection({ base: lease.connection, owner, control, before });
        try {
          return await consumer({ ...lease, scoped });
        } finally {
          await scoped.close();
        }
      },
      options,
    );
  }

  /** A connection for one statement: in a short transaction where that is how the database learns the tenant. */
  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>, options?: OperationOptions): Promise<T> {
    return this.open((opened) => this.statement(opened, consumer), options);
  }

  /** Runs statements that stand alone. */
  async statement<T>(opened: Opened, consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    if (opened.context?.scope !== 'transaction' || !this.#options.tenant) return consumer(opened.scoped);
    return this.transaction(opened, {}, () => consumer(opened.scoped));
  }

  /** Begins, runs, and commits or rolls back. */
  async transaction<T>(opened: Opened, settings: TransactionSettings, run: () => Promise<T>): Promise<T> {
    await this.begin(opened, settings);
    let result: T;
    try {
      result = await run();
    } catch (error) {
      await this.rollback(opened).catch(() => undefined);
      throw error;
    }
    await this.commit(opened);
    return result;
  }

  async begin({ driver, connection, context }: Lease, settings: TransactionSettings): Promise<void> {
    await begin(driver, connection, settings, this.#local(context));
  }

  async commit({ driver, connection, scoped }: Opened): Promise<void> {
    if (scoped.streaming) {
      await scoped.close();
      await rollBack(driver, connection);
      throw refusal('TRANSACTION_BUSY', 'a stream was still open when its transaction ended; read it to its end first');
    }
    await driver.commitTransaction(connection);
  }

  async rollback({ driver, connection, scoped }: Opened): Promise<void> {
    if (scoped.streaming) await scoped.close();
    await rollBack(driver, connection);
  }

  #local(context: TenantContext | undefined): LocalSetting | undefined {
    const { tenant } = this.#options;
    return context?.scope === 'transaction' && tenant ? { name: context.setting, value: tenant.toString() } : undefined;
  }

  /** Asks a new connection once whether it was opened for the tenant. */
  async #verify({ connection }: Lease, { setting }: TenantContext): Promise<void> {
    const { tenant } = this.#options;
    if (!tenant || verified.get(connection) === tenant.toString()) return;
    const { rows } = await connection.executeQuery<{ readonly tenant: string | null }>(CompiledQuery.raw('select current_setting($1, true) as tenant', [setting]));
    if (rows[0]?.tenant !== tenant.toString()) throw refusal('CONTEXT', `the connection does not carry its tenant in ${setting}; open it with the options that connect() is given`);
    verified.set(connection, tenant.toString());
  }
}
