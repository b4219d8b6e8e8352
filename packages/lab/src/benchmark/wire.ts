import type { PGlite } from '@electric-sql/pglite';
import { Duplex } from 'node:stream';

/** A message of PostgreSQL's protocol: its type, its length, its body. */
const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

const authenticated = message('R', Buffer.alloc(4));
const readyOutside = message('Z', Buffer.from('I'));

/** Everything runs inside one transaction that is rolled back, so the application's own transactions become savepoints in it. */
const nested: readonly (readonly [RegExp, string, boolean])[] = [
  [/^\s*(begin|start transaction)\b[^;]*;?\s*$/i, 'savepoint application', true],
  [/^\s*(commit|end)\s*;?\s*$/i, 'release savepoint application', false],
  [/^\s*rollback\s*;?\s*$/i, 'rollback to savepoint application', false],
];

/**
 * The socket of a database driver, answered by PGlite in this process: pg and postgres.js run as they are, with no server and no port.
 */
export class Wire extends Duplex {
  readonly #database: PGlite;
  #pending: Buffer = Buffer.alloc(0);
  #started = false;
  #inTransaction = false;
  #ready = true;

  constructor(database: PGlite) {
    super();
    this.#database = database;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    // A driver does not expect the answer before its write has returned.
    setImmediate(() => {
      this.#answer().then(() => {
        done();
      }, done);
    });
  }

  /** Whether nothing is under way: after an error the server ignores everything up to the driver's Sync. */
  get ready(): boolean {
    return this.#ready && this.#pending.length === 0;
  }

  // What the drivers ask of a socket.
  get readyState(): 'open' | 'closed' {
    return this.destroyed ? 'closed' : 'open';
  }

  connect(): this {
    setImmediate(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #next(): Buffer | undefined {
    const head = this.#started ? 1 : 0;
    if (this.#pending.length < head + 4) return undefined;
    const size = head + this.#pending.readInt32BE(head);
    if (this.#pending.length < size) return undefined;
    const next = this.#pending.subarray(0, size);
    this.#pending = this.#pending.subarray(size);
    return next;
  }

  async #answer(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (!this.#started) {
        this.#started = true;
        // PGlite has one session for all connections; a new one knows no prepared statements.
        await this.#database.exec('deallocate all');
        this.push(Buffer.concat([authenticated, readyOutside]));
      } else if (next.toString('latin1', 0, 1) === 'X') this.destroy();
      else await this.#exchange(next);
    }
  }

  async #exchange(sent: Buffer): Promise<void> {
    this.#ready = false;
    const answer = Buffer.from(await this.#database.execProtocolRaw(this.#inSavepoint(sent)));
    const last = answer.length - 6;
    this.#ready = last >= 0 && answer.toString('latin1', last, last + 1) === 'Z';
    // The transaction around everything is not the application's.
    if (this.#ready && !this.#inTransaction) answer.write('I', last + 5, 'latin1');
    if (answer.length > 0) this.push(answer);
  }

  #inSavepoint(sent: Buffer): Buffer {
    const type = sent.toString('latin1', 0, 1);
    if (type !== 'Q' && type !== 'P') return sent;
    const start = type === 'Q' ? 5 : sent.indexOf(0, 5) + 1;
    const end = sent.indexOf(0, start);
    const text = sent.toString('utf8', start, end);
    const rewritten = nested.find(([pattern]) => pattern.test(text));
    if (rewritten === undefined) return sent;
    this.#inTransaction = rewritten[2];
    return message(type, Buffer.concat([sent.subarray(5, start), Buffer.from(rewritten[1]), sent.subarray(end)]));
  }
}
