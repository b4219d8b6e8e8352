import { Pin } from '../connection/pin.ts';
import type { HandleParts } from './parts.ts';
import { StatementHandle } from './statements.ts';
import { ControlledTransactionBuilder, TransactionBuilder, TransactionHandle } from './transaction.ts';

/** What `forTenant` returns. */
export class TenantHandle extends StatementHandle {
  readonly #parts: HandleParts;

  constructor(parts: HandleParts) {
    super(parts);
    this.#parts = parts;
  }

  transaction(): TransactionBuilder<TransactionHandle> {
    return new TransactionBuilder(this.#parts, (parts) => new TransactionHandle(parts));
  }

  startTransaction(): ControlledTransactionBuilder {
    return new ControlledTransactionBuilder(this.#parts);
  }

  connection(): { execute<T>(callback: (db: StatementHandle) => Promise<T>): Promise<T> } {
    const parts = this.#parts;
    const { session } = parts;
    return {
      execute: (callback) =>
        session.open(async (leased) => {
          const pin = new Pin({ run: (consumer) => session.statement(leased, consumer), admit: session.admit });
          try {
            return await callback(new StatementHandle({ ...parts, provider: pin }));
          } finally {
            pin.end();
          }
        }),
    };
  }
}
