import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, type Value } from '../../flow/value.ts';
import type { Vocabulary } from './builder.ts';
import { callOf } from './call.ts';
import { rawAt } from './raw-text.ts';

/** `knex.schema`: it defines tables, and reads and writes no row of one, but for the text that is given to `raw`. */
export class SchemaBuilder extends Foreign {
  readonly #query: Vocabulary;

  constructor(query: Vocabulary) {
    super();
    this.#query = query;
  }

  override invoke(name: string, args: Arguments, run: Run): Value {
    for (const v of args.values) if (v.kind === 'foreign') v.escape(`it is passed to ${name} of the schema builder, which is not followed`, run);
    if (name === 'raw') rawAt(callOf(run, args, this.#query), 0).run(run, args.call);
    return ['then', 'catch', 'finally', 'hasTable', 'hasColumn'].includes(name) ? scalar(args.call) : this;
  }
}
