import type { HandleParts } from './parts.ts';
import { CrossTenantStatements } from './statements.ts';
import { TransactionBuilder } from './transaction.ts';

/** What `crossTenant` returns: the builder over the listed tables, and whole statements of raw SQL. */
export class CrossTenantHandle extends CrossTenantStatements {
  readonly #parts: HandleParts;

  constructor(parts: HandleParts) {
    super(parts);
    this.#parts = parts;
  }

  transaction(): TransactionBuilder<CrossTenantStatements> {
    return new TransactionBuilder(this.#parts, (parts) => new CrossTenantStatements(parts));
  }
}
