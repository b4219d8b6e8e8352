import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely';
import { refusal } from '../error.ts';
import { begin, type LocalSetting } from './begin.ts';
import type { ScopedConnection } from './scoped-connection.ts';
import type { Lease, TenantContext } from './source.ts';

/** Connections whose ROLLBACK failed: the transaction may still be open. */
const unsettled = new WeakSet<DatabaseConnection>();

/**
 * A connection for as long as it is leased, and the transaction on it. Whatever was left running or open when the lease
 * ends is waited for and rolled back: nothing of it reaches who has the connection next.
 */
export class LeasedConnection {
  readonly #lease: Lease;
  readonly scoped: ScopedConnection;
  #inTransaction = false;
  #ended = false;

  constructor(lease: Lease, scoped: ScopedConnection) {
    this.#lease = lease;
    this.scoped = scoped;
  }

  get context(): TenantContext | undefined {
    return this.#lease.context;
  }

  /** Runs with the driver and its own connection, unless the lease has ended. */
  use<T>(work: (driver: Driver, connection: DatabaseConnection) => Promise<T>): Promise<T> {
    if (this.#ended) throw refusal('SCOPE_ENDED', 'the connection was given back: this handle has ended');
    return this.scoped.track(work(this.#lease.driver, this.#lease.connection));
  }

  async #rollBack(): Promise<void> {
    if (!this.#inTransaction) return;
    const { driver, connection } = this.#lease;
    this.#inTransaction = false;
    unsettled.add(connection);
    await this.scoped.track(driver.rollbackTransaction(connection));
    unsettled.delete(connection);
  }

  /** Ends what the last user of the connection could not end; nothing, in the usual case. */
  settle(): Promise<void> | undefined {
    this.#inTransaction = unsettled.has(this.#lease.connection);
    return this.#inTransaction ? this.#rollBack() : undefined;
  }

  async begin(settings: TransactionSettings, local: LocalSetting | undefined): Promise<void> {
    await this.use(async (driver, connection) => {
      await begin(driver, connection, settings, local);
      this.#inTransaction = true;
    });
  }

  /** @throws ScopedKyselyError `TRANSACTION_BUSY` after a rollback, when a stream was left open */
  async commit(): Promise<void> {
    if (this.scoped.streaming) {
      await this.rollback();
      throw refusal('TRANSACTION_BUSY', 'a stream was still open when its transaction ended; read it to its end first');
    }
    await this.scoped.alone(() =>
      this.use((driver, connection) => {
        this.#inTransaction = false;
        return driver.commitTransaction(connection);
      }),
    );
  }

  async rollback(): Promise<void> {
    if (this.scoped.streaming) await this.scoped.close();
    await this.scoped.alone(() => this.#rollBack());
  }

  /** Nothing to wait for in the usual case: then it returns no promise. */
  end(): Promise<void> | undefined {
    this.#ended = true;
    return this.scoped.seal() && !this.#inTransaction ? undefined : this.#finish();
  }

  async #finish(): Promise<void> {
    await this.scoped.close();
    await this.#rollBack();
    await this.scoped.idle();
  }
}
