import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';
import type { KnexBuilder } from './builder.ts';
import { executingMethods, settle } from './execute.ts';

/** `knex.batchInsert(table, rows)`: it is sent in any case. */
export class BatchInsert extends Foreign {
  readonly #insert: KnexBuilder;

  constructor(insert: KnexBuilder) {
    super();
    this.#insert = insert;
  }

  override get isMutable(): boolean {
    return true;
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    if (executingMethods.has(name)) return settle(run, name, this.#insert.run(run, args.call), args);
    if (name === 'returning') this.#insert.invoke(name, args, run);
    else if (name !== 'transacting') this.#insert.trouble(run, `the method ${name} of the batch is not known`);
    return this;
  }

  override awaited(node: Parameters<Foreign['awaited']>[0], run: Run): Value {
    return this.#insert.run(run, node);
  }
}
