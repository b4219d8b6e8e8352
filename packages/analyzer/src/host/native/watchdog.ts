import { Worker } from 'node:worker_threads';

/** Which question is open, as a thread beside the one that waits for its answer sees it. */
const slot = { count: 0, isOpen: 1, isOverdue: 2 } as const;

/** Counts its own ticks, not the time: a machine that sleeps, or a run that is stopped with Ctrl-Z, is not the other process being slow. */
const code = `
const { workerData: { state, pid, tick, limit } } = require('node:worker_threads');
let last, ticks = 0;
const timer = setInterval(() => {
  const count = Atomics.load(state, ${slot.count});
  ticks = Atomics.load(state, ${slot.isOpen}) === 1 && count === last ? ticks + 1 : 0;
  last = count;
  if (ticks < limit) return;
  clearInterval(timer);
  Atomics.store(state, ${slot.isOverdue}, 1);
  try { process.kill(pid, 'SIGKILL'); } catch {}
}, tick);
`;

/** Ends a process that leaves a question without an answer for `patience` milliseconds: who waits for it can do nothing meanwhile. */
export class Watchdog {
  readonly #state = new Int32Array(new SharedArrayBuffer(12));
  readonly #worker: Worker;

  constructor(pid: number, patience: number) {
    const tick = Math.min(1000, patience / 4);
    this.#worker = new Worker(code, { eval: true, workerData: { state: this.#state, pid, tick, limit: Math.ceil(patience / tick) } });
    this.#worker.unref();
  }

  get isOpen(): boolean {
    return this.#state[slot.isOpen] === 1;
  }

  /** Whether the process was ended for it. */
  get isOverdue(): boolean {
    return Atomics.load(this.#state, slot.isOverdue) === 1;
  }

  ask(): void {
    Atomics.add(this.#state, slot.count, 1);
    Atomics.store(this.#state, slot.isOpen, 1);
  }

  answer(): void {
    Atomics.store(this.#state, slot.isOpen, 0);
  }

  stop(): void {
    this.answer();
    void this.#worker.terminate();
  }
}
