import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEnd } from './worker.ts';

const worker = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));

/** Runs a command again and again, in a process beside this one that keeps what it has read. */
export class Runner {
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** Ends when the run does, or its process. */
  async run(): Promise<void> {
    const child = (this.#child ??= fork(worker));
    const ended = await new Promise<RunEnd | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => { resolve(undefined); });
      child.once('message', (end: RunEnd) => { resolve(end); });
      child.send(this.#args);
    });
    child.removeAllListeners();
    if (ended?.isFull !== false) this.forget();
  }

  /** The next run begins with nothing. */
  forget(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill();
    this.#child = undefined;
  }
}
