import type { ConnectionProvider, DatabaseConnection } from 'kysely';
import { refusal } from '../error.ts';

type Consumer<T> = (connection: DatabaseConnection) => Promise<T>;

export interface PinOptions {
  readonly run: <T>(consumer: Consumer<T>) => Promise<T>;
  /** Runs before each statement; it refuses by throwing. */
  readonly admit: () => void;
}

/** One connection for one transaction or `connection().execute()`: one statement at a time, none after its end. */
export class Pin implements ConnectionProvider {
  readonly #options: PinOptions;
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(options: PinOptions) {
    this.#options = options;
  }

  async provideConnection<T>(consumer: Consumer<T>): Promise<T> {
    this.#check();
    const previous = this.#last;
    const turn = previous.then(async () => {
      this.#check();
      this.#options.admit();
      return this.#options.run(consumer);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  end(): void {
    this.#ended = true;
  }

  #check(): void {
    if (this.#ended) throw refusal('SCOPE_ENDED', 'the transaction or connection has ended: its handle runs no more queries');
  }
}
