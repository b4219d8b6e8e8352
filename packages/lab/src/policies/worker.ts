import { parentPort, workerData } from 'node:worker_threads';
import { addDuelled, Arena, nothingDuelled } from './duel.ts';
import { policySetsOf } from './generate.ts';
import type { PolicyShare } from './share.ts';

/** The policy sets of its seeds, each in an arena that is not used again. */
const { seeds, size } = workerData as PolicyShare;
for (const seed of seeds) {
  const arena = await Arena.open();
  let all = nothingDuelled;
  for (const [i, sql] of policySetsOf(seed, size).entries()) all = addDuelled(all, await arena.duel(sql, seed + i));
  await arena.close();
  parentPort?.postMessage(all);
}
