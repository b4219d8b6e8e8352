import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { note } from '@tenantscope/command';
import type { RunEnd } from './worker.ts';

const worker = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url));

/** Runs a command again and again, in a process beside this one that keeps what it has read. */
export class Runner {
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** Ends when the run does. A process that ends on it may have been ill from the run before: another one begins it anew. */
  async run(): Promise<void> {
    const isUsed = this.#child?.connected === true;
    const ended = await this.#runIn(this.#process());
    if (ended?.isFull !== false) this.forget();
    if (ended) return;
    if (isUsed) await this.run();
    else note('the process that checks has ended before the check has: there is no result');
  }

  /** Undefined when the process ends instead. */
  async #runIn(child: ChildProcess): Promise<RunEnd | undefined> {
    const ended = await new Promise<RunEnd | undefined>((resolve) => {
      child.once('error', () => { resolve(undefined); });
      child.once('exit', () => { resolve(undefined); });
      child.once('message', (end: RunEnd) => { resolve(end); });
      child.send(this.#args, (error) => { if (error) resolve(undefined); });
    });
    child.removeAllListeners();
    return ended;
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
