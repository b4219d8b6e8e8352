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
    const child = this.#process();
    const ended = await new Promise<RunEnd | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => { resolve(undefined); });
      child.once('message', (end: RunEnd) => { resolve(end); });
      child.send(this.#args);
    });
    child.removeAllListeners();
    if (ended?.isFull !== false) this.forget();
  }

  /** It may have ended while nobody waited for it. */
  #process(): ChildProcess {
    if (!this.#child?.connected) this.#child = fork(worker);
    return this.#child;
  }

  /** The next run begins with nothing. */
  forget(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill();
    this.#child = undefined;
  }
}
