import type { AccessMode, IsolationLevel, TransactionSettings } from 'kysely';
import { Pin } from '../connection/pin.ts';
import type { LeasedConnection } from '../connection/leased-connection.ts';
import { refusal } from '../error.ts';
import type { HandleParts } from './parts.ts';
import { StatementHandle } from './statements.ts';

const accessModes: readonly unknown[] = ['read only', 'read write'];
const isolationLevels: readonly unknown[] = ['read uncommitted', 'read committed', 'repeatable read', 'serializable', 'snapshot'];

/** Kysely writes these into BEGIN as they are. */
const checkSettings = ({ accessMode, isolationLevel }: TransactionSettings): void => {
  if (accessMode !== undefined && !accessModes.includes(accessMode)) throw refusal('UNSUPPORTED', `"${accessMode}" is no access mode of a transaction`);
  if (isolationLevel !== undefined && !isolationLevels.includes(isolationLevel)) throw refusal('UNSUPPORTED', `"${isolationLevel}" is no isolation level`);
};

export class TransactionHandle extends StatementHandle {
  readonly isTransaction = true as const;
}

interface Command<T> {
  execute(): Promise<T>;
}

const command = <T>(execute: () => Promise<T>): Command<T> => ({ execute });

type State = 'active' | 'committed' | 'rolled back';

interface ControlledParts {
  readonly parts: HandleParts;
  readonly leased: LeasedConnection;
  readonly pin: Pin;
  /** Gives the connection back. */
  readonly release: () => void;
}

export class ControlledTransactionHandle extends TransactionHandle {
  readonly #controlled: ControlledParts;
  #state: State = 'active';

  constructor(controlled: ControlledParts) {
    super({ ...controlled.parts, provider: controlled.pin });
    this.#controlled = controlled;
  }

  get isCommitted(): boolean {
    return this.#state === 'committed';
  }

  get isRolledBack(): boolean {
    return this.#state === 'rolled back';
  }

  async #end(state: State, how: (leased: LeasedConnection) => Promise<void>): Promise<void> {
    const { leased, pin, release } = this.#controlled;
    if (this.#state !== 'active') throw refusal('SCOPE_ENDED', `the transaction was ${this.#state} already`);
    this.#state = state;
    pin.end();
    try {
      await how(leased);
    } catch (error) {
      this.#state = 'rolled back';
      throw error;
    } finally {
      release();
    }
  }

  commit(): Command<void> {
    return command(() => this.#end('committed', (leased) => leased.commit()));
  }

  rollback(): Command<void> {
    return command(() => this.#end('rolled back', (leased) => leased.rollback()));
  }

  #savepoint(method: 'savepoint' | 'rollbackToSavepoint' | 'releaseSavepoint', name: string): Command<void> {
    const { leased, pin, parts } = this.#controlled;
    if (typeof name !== 'string' || name === '') throw refusal('UNSUPPORTED', 'a savepoint needs a name');
    return command(() =>
      pin.provideConnection(() =>
        leased.use(async (driver, connection) => {
          if (!driver[method]) throw refusal('UNSUPPORTED', 'the driver has no savepoints');
          await driver[method](connection, name, (node, queryId) => parts.base.compileQuery(node, queryId));
        }),
      ),
    );
  }

  savepoint(name: string): Command<void> {
    return this.#savepoint('savepoint', name);
  }

  /** The tenant stays what it was: nothing in a transaction can change it. */
  rollbackToSavepoint(name: string): Command<void> {
    return this.#savepoint('rollbackToSavepoint', name);
  }

  releaseSavepoint(name: string): Command<void> {
    return this.#savepoint('releaseSavepoint', name);
  }
}

const pinOf = ({ session }: HandleParts, { scoped }: LeasedConnection): Pin => new Pin({ run: (consumer) => consumer(scoped), admit: session.admit });

/** `transaction().setIsolationLevel('serializable').execute(async (trx) => …)` */
export class TransactionBuilder<Handle> {
  readonly #parts: HandleParts;
  readonly #handle: (parts: HandleParts) => Handle;
  readonly #settings: TransactionSettings;

  constructor(parts: HandleParts, handle: (parts: HandleParts) => Handle, settings: TransactionSettings = {}) {
    checkSettings(settings);
    this.#parts = parts;
    this.#handle = handle;
    this.#settings = settings;
  }

  setIsolationLevel(isolationLevel: IsolationLevel): TransactionBuilder<Handle> {
    return new TransactionBuilder(this.#parts, this.#handle, { ...this.#settings, isolationLevel });
  }

  setAccessMode(accessMode: AccessMode): TransactionBuilder<Handle> {
    return new TransactionBuilder(this.#parts, this.#handle, { ...this.#settings, accessMode });
  }

  execute<T>(callback: (trx: Handle) => Promise<T>): Promise<T> {
    const { session } = this.#parts;
    return session.open((leased) => {
      const pin = pinOf(this.#parts, leased);
      return session.transaction(leased, this.#settings, async () => {
        try {
          return await callback(this.#handle({ ...this.#parts, provider: pin }));
        } finally {
          pin.end();
        }
      });
    });
  }
}

/** `const trx = await startTransaction().execute()`, to be ended by `commit()` or `rollback()`. */
export class ControlledTransactionBuilder {
  readonly #parts: HandleParts;
  readonly #settings: TransactionSettings;

  constructor(parts: HandleParts, settings: TransactionSettings = {}) {
    checkSettings(settings);
    this.#parts = parts;
    this.#settings = settings;
  }

  setIsolationLevel(isolationLevel: IsolationLevel): ControlledTransactionBuilder {
    return new ControlledTransactionBuilder(this.#parts, { ...this.#settings, isolationLevel });
  }

  setAccessMode(accessMode: AccessMode): ControlledTransactionBuilder {
    return new ControlledTransactionBuilder(this.#parts, { ...this.#settings, accessMode });
  }

  execute(): Promise<ControlledTransactionHandle> {
    const { session } = this.#parts;
    return new Promise((resolve, reject) => {
      session
        .open(async (leased) => {
          await session.begin(leased, this.#settings);
          await new Promise<void>((release) => {
            resolve(new ControlledTransactionHandle({ parts: this.#parts, leased, pin: pinOf(this.#parts, leased), release }));
          });
        })
        .catch(reject);
    });
  }
}
