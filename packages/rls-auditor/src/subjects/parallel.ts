/** How many databases are read at once: each waits for its server most of the time. */
const atOnce = 8;

/** Runs a job for each item, some at once; results stand in the order of the items. What one throws, all throw. */
export const inParallel = async <T, R>(items: readonly T[], job: (item: T) => Promise<R>, limit = atOnce): Promise<readonly R[]> => {
  const results: R[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [i, item] of queue) results[i] = await job(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
};
