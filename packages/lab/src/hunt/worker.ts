import { parentPort, workerData } from 'node:worker_threads';
import { openServer } from '@tenantscope/testing';
import { openObserver } from '../observer.ts';
import { spell } from '../spell.ts';
import { huntBatch } from './hunt.ts';
import type { Batch, Share } from './share.ts';

/** Seeds that are congruent to `first` modulo `step`, until it is told to stop. */
const { first, step, last, until, server } = workerData as Share;
const observer = await openObserver(server ? await openServer() : undefined);
for (let seed = first; seed < last && Date.now() < until; seed += step) {
  const { tally, found } = await huntBatch(observer, seed);
  const batch: Batch = { seed, tally, found: found.map((c) => ({ kind: c.kind, sql: spell(c.statement), round: c.round, pair: c.pair })) };
  parentPort?.postMessage(batch);
}
await observer.close();
