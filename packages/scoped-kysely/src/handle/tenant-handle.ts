import { Pin } from '../connection/pin.ts';
import type { TenantId } from '../tenancy/tenant-id.ts';
import type { HandleParts } from './parts.ts';
import { StatementHandle } from './statements.ts';
import { ControlledTransactionBuilder, TransactionBuilder } from './transaction.ts';

/** What `forTenant` and `crossTenant` return. */
export class TenantHandle extends StatementHandle {
  readonly #parts: HandleParts;
  readonly tenantId: TenantId | undefined;

  constructor(parts: HandleParts, tenant: TenantId | undefined) {
    super(parts);
    this.#parts = parts;
    this.tenantId = tenant;
  }

  transaction(): TransactionBuilder {
    return new TransactionBuilder(this.#parts, this.tenantId);
  }

  startTransaction(): ControlledTransactionBuilder {
    return new ControlledTransactionBuilder(this.#parts, this.tenantId);
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
