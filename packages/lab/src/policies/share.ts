import { Worker } from 'node:worker_threads';
import { addDuelled, type Duelled, nothingDuelled } from './duel.ts';

/** The seeds of one worker, and how many policy sets each gives. */
export interface PolicyShare {
  readonly seeds: readonly number[];
  readonly size: number;
}

export interface DuelOptions {
  readonly seed: number;
  readonly count: number;
  readonly workers: number;
  readonly onProgress: (duelled: Duelled) => void;
}

/** A database in process never gives memory back, so each serves so many sets. */
const setsPerSeed = 250;

const run = (share: PolicyShare, onSeed: (duelled: Duelled) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share, execArgv: ['--conditions=source'] });
    worker.on('message', onSeed);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a worker ended with ${code}`));
    });
  });

/** Shares the seeds among workers. What is found depends on the seeds alone. */
export const duelInParallel = async ({ seed, count, workers, onProgress }: DuelOptions): Promise<Duelled> => {
  const size = Math.min(setsPerSeed, Math.ceil(count / workers));
  const seeds = Array.from({ length: Math.ceil(count / size) }, (_, i) => seed + i);
  let all = nothingDuelled;
  const onSeed = (duelled: Duelled): void => {
    all = addDuelled(all, duelled);
    onProgress(all);
  };
  await Promise.all(Array.from({ length: workers }, (_, w) => run({ seeds: seeds.filter((_seed, i) => i % workers === w), size }, onSeed)));
  return all;
};
