import type { AccessMode, IsolationLevel, TransactionSettings } from 'kysely';
import { Pin } from '../connection/pin.ts';
import type { Opened } from '../connection/session.ts';
import { refusal } from '../error.ts';
import type { TenantId } from '../tenancy/tenant-id.ts';
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
  readonly tenantId: TenantId | undefined;
  readonly isTransaction = true as const;

  constructor(parts: HandleParts, tenant: TenantId | undefined) {
    super(parts);
    this.tenantId = tenant;
  }
}

interface Command<T> {
  execute(): Promise<T>;
}

const command = <T>(execute: () => Promise<T>): Command<T> => ({ execute });

type State = 'active' | 'committed' | 'rolled back';

interface ControlledParts {
  readonly parts: HandleParts;
  readonly opened: Opened;
  readonly pin: Pin;
  /** Gives the connection back. */
  readonly release: () => void;
}

export class ControlledTransactionHandle extends TransactionHandle {
  readonly #controlled: ControlledParts;
  #state: State = 'active';

  constructor(controlled: ControlledParts, tenant: TenantId | undefined) {
    super({ ...controlled.parts, provider: controlled.pin }, tenant);
    this.#controlled = controlled;
  }

  get isCommitted(): boolean {
    return this.#state === 'committed';
  }

  get isRolledBack(): boolean {
    return this.#state === 'rolled back';
  }

  async #end(state: State, how: (opened: Opened) => Promise<void>): Promise<void> {
    const { opened, pin, release } = this.#controlled;
    if (this.#state !== 'active') throw refusal('SCOPE_ENDED', `the transaction was ${this.#state} already`);
    this.#state = state;
    pin.end();
    try {
      await how(opened);
    } catch (error) {
      this.#state = 'rolled back';
      throw error;
    } finally {
      release();
    }
  }

  commit(): Command<void> {
    return command(() => this.#end('committed', (opened) => this.#controlled.parts.session.commit(opened)));
  }

  rollback(): Command<void> {
    return command(() => this.#end('rolled back', (opened) => this.#controlled.parts.session.rollback(opened)));
  }

  #savepoint(method: 'savepoint' | 'rollbackToSavepoint' | 'releaseSavepoint', name: string): Command<void> {
    const { opened, pin, parts } = this.#controlled;
    return command(() =>
      pin.provideConnection(async () => {
        if (!opened.driver[method]) throw refusal('UNSUPPORTED', 'the driver has no savepoints');
        await opened.driver[method](opened.connection, name, (node, queryId) => parts.base.compileQuery(node, queryId));
      }),
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

const pinOf = ({ session }: HandleParts, opened: Opened): Pin => new Pin({ run: (consumer) => consumer(opened.scoped), admit: session.admit });

/** `transaction().setIsolationLevel('serializable').execute(async (trx) => …)` */
export class TransactionBuilder {
  readonly #parts: HandleParts;
  readonly #tenant: TenantId | undefined;
  readonly #settings: TransactionSettings;

  constructor(parts: HandleParts, tenant: TenantId | undefined, settings: TransactionSettings = {}) {
    checkSettings(settings);
    this.#parts = parts;
    this.#tenant = tenant;
    this.#settings = settings;
  }

  setIsolationLevel(isolationLevel: IsolationLevel): TransactionBuilder {
    return new TransactionBuilder(this.#parts, this.#tenant, { ...this.#settings, isolationLevel });
  }

  setAccessMode(accessMode: AccessMode): TransactionBuilder {
    return new TransactionBuilder(this.#parts, this.#tenant, { ...this.#settings, accessMode });
  }

  execute<T>(callback: (trx: TransactionHandle) => Promise<T>): Promise<T> {
    const { session } = this.#parts;
    return session.open((opened) => {
      const pin = pinOf(this.#parts, opened);
      return session.transaction(opened, this.#settings, async () => {
        try {
          return await callback(new TransactionHandle({ ...this.#parts, provider: pin }, this.#tenant));
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
  readonly #tenant: TenantId | undefined;
  readonly #settings: TransactionSettings;

  constructor(parts: HandleParts, tenant: TenantId | undefined, settings: TransactionSettings = {}) {
    checkSettings(settings);
    this.#parts = parts;
    this.#tenant = tenant;
    this.#settings = settings;
  }

  setIsolationLevel(isolationLevel: IsolationLevel): ControlledTransactionBuilder {
    return new ControlledTransactionBuilder(this.#parts, this.#tenant, { ...this.#settings, isolationLevel });
  }

  setAccessMode(accessMode: AccessMode): ControlledTransactionBuilder {
    return new ControlledTransactionBuilder(this.#parts, this.#tenant, { ...this.#settings, accessMode });
  }

  execute(): Promise<ControlledTransactionHandle> {
    const { session } = this.#parts;
    return new Promise((resolve, reject) => {
      session
        .open(async (opened) => {
          await session.begin(opened, this.#settings);
          await new Promise<void>((release) => {
            resolve(new ControlledTransactionHandle({ parts: this.#parts, opened, pin: pinOf(this.#parts, opened), release }, this.#tenant));
          });
        })
        .catch(reject);
    });
  }
}
