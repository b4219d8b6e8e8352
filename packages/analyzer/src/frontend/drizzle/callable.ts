import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import type { Value } from '../../flow/value.ts';

/** A function that the library exports. */
export class Callable extends Foreign {
  readonly #apply: (args: Arguments, run: Run) => Value | undefined;

  constructor(apply: (args: Arguments, run: Run) => Value | undefined) {
    super();
    this.#apply = apply;
  }

  override call(args: Arguments, run: Run): Value | undefined {
    return this.#apply(args, run);
  }
}

/** An object of the library with a few methods. */
export class Methods extends Foreign {
  readonly #apply: (name: string, args: Arguments, run: Run) => Value | undefined;

  constructor(apply: (name: string, args: Arguments, run: Run) => Value | undefined) {
    super();
    this.#apply = apply;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    return this.#apply(name, args, run);
  }

  /** `const { select } = db.with(sq)`, `(t, { eq }) => …` */
  override property(name: string): Value {
    return new Callable((args, run) => this.#apply(name, args, run));
  }
}
