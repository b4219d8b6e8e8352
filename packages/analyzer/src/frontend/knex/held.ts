import type { ts } from 'ts-morph';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import type { Run } from '../../flow/run.ts';
import { scalar, type Value } from '../../flow/value.ts';
import type { KnexBuilder } from './builder.ts';

/** One of many builders, nobody knows which. */
export class Lost extends Foreign {
  readonly #one: KnexBuilder;
  readonly #cause: string;

  constructor(one: KnexBuilder, cause: string) {
    super();
    this.#one = one;
    this.#cause = cause;
  }

  #lose(run: Run): void {
    run.log.lose(this.#one.root, run.entry, this.#cause);
  }

  override invoke(_name: string, _args: Arguments, run: Run): Value {
    this.#lose(run);
    return this;
  }

  override awaited(node: ts.Node, run: Run): Value {
    this.#lose(run);
    return scalar(node);
  }

  override escape(_cause: string, run: Run): void {
    this.#lose(run);
  }

  override returned(run: Run): void {
    this.#lose(run);
  }
}

/** A builder as it was at one moment, for those that nobody is seen to execute. */
export class Held extends Foreign {
  readonly #builder: KnexBuilder;
  readonly #state: Value;

  constructor(builder: KnexBuilder, state: Value) {
    super();
    this.#builder = builder;
    this.#state = state;
  }

  override returned(run: Run): void {
    this.#builder.decide(run, this.#state);
  }
}
