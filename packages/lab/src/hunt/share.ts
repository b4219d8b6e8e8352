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

export interface Hunted {
  readonly tally: Tally;
  readonly found: readonly Found[];
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

const run = (share: Share, onBatch: (batch: Hunted) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share, execArgv: ['--conditions=source'] });
    worker.on('message', onBatch);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a worker ended with ${code}`));
    });
  });

/** Shares the seeds among workers. What is found depends on the seeds alone, not on who takes them. */
export const huntInParallel = async ({ seed, batches, until, workers, server = false, onProgress }: HuntOptions): Promise<Hunted> => {
  let all: Hunted = { tally: noTally, found: [] };
  const onBatch = (batch: Hunted): void => {
    all = { tally: add(all.tally, batch.tally), found: [...all.found, ...batch.found] };
    onProgress(all.tally, all.found);
  };
  await Promise.all(Array.from({ length: workers }, (_, i) => run({ first: seed + i, step: workers, last: seed + batches, until, server }, onBatch)));
  return all;
};
