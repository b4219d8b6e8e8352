import { Worker } from 'node:worker_threads';
import type { Interference, WorldPair } from '@tenantscope/oracle';
import { add, noTally, type Tally } from './tally.ts';

/** The seeds of one worker. */
export interface Share {
  readonly first: number;
  readonly step: number;
  /** Exclusive. */
  readonly last: number;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** A real server instead of the PostgreSQL in process. */
  readonly server: boolean;
}

/** A contradiction as a worker sends it. */
export interface Found {
  readonly kind: Interference;
  readonly sql: string;
  readonly round: number;
  readonly pair: WorldPair;
}

/** What a worker says of the statements of one seed. */
export interface Batch {
  readonly seed: number;
  readonly tally: Tally;
  readonly found: readonly Found[];
}

export interface Hunted {
  readonly tally: Tally;
  readonly found: readonly Found[];
  /** Seeds whose statements did not end: nothing is known of those. */
  readonly stalled: readonly number[];
}

export interface HuntOptions {
  readonly seed: number;
  readonly batches: number;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly workers: number;
  readonly server?: boolean;
  readonly onProgress: (tally: Tally, found: readonly Found[]) => void;
}

/** Seeds of one thread: a database in process never gives memory back, so it does not get old. */
const seedsPerThread = 200;

/** Nothing stops a statement in process but the end of its thread. */
const patience = 120_000;

/** Runs a thread until its seeds are done or it says nothing for too long; the first seed that it did not do. */
const runThread = (share: Share, onBatch: (batch: Batch) => void): Promise<number> =>
  new Promise((resolve, reject) => {
    let next = share.first;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share, execArgv: ['--conditions=source'] });
    const watch = setInterval(() => {
      if (Date.now() - heard > patience) void worker.terminate();
    }, 1000);
    let heard = Date.now();
    worker.on('message', (batch: Batch) => {
      heard = Date.now();
      next = batch.seed + share.step;
      onBatch(batch);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      clearInterval(watch);
      resolve(next);
    });
  });

/** A seed that stalls is tried once more, in a new thread, before it is given up. */
const run = async (share: Share, onBatch: (batch: Batch) => void, onStalled: (seed: number) => void): Promise<void> => {
  let stalledAt: number | undefined;
  for (let first = share.first; first < share.last && Date.now() < share.until; ) {
    const last = Math.min(share.last, first + share.step * seedsPerThread);
    const next = await runThread({ ...share, first, last }, onBatch);
    const isStalled = next < last && Date.now() < share.until;
    if (isStalled && stalledAt === next) {
      onStalled(next);
      first = next + share.step;
    } else first = next;
    stalledAt = isStalled ? next : undefined;
  }
};

/** Shares the seeds among workers. What is found depends on the seeds alone, not on who takes them. */
export const huntInParallel = async ({ seed, batches, until, workers, server = false, onProgress }: HuntOptions): Promise<Hunted> => {
  let all: Hunted = { tally: noTally, found: [], stalled: [] };
  const onBatch = ({ tally, found }: Batch): void => {
    all = { ...all, tally: add(all.tally, tally), found: [...all.found, ...found] };
    onProgress(all.tally, all.found);
  };
  const onStalled = (stalled: number): void => {
    all = { ...all, stalled: [...all.stalled, stalled] };
  };
  await Promise.all(Array.from({ length: workers }, (_, i) => run({ first: seed + i, step: workers, last: seed + batches, until, server }, onBatch, onStalled)));
  return all;
};
