import { getHeapStatistics } from 'node:v8';
import { guardProcess, runArguments } from '@tenantscope/command';
import { createProgram } from '../program.ts';
import { keepParsed } from '../project.ts';

/** What a run says at its end. */
export interface RunEnd {
  /** So much memory is taken that the next run should have a process of its own. */
  readonly isFull: boolean;
}

const isFull = (): boolean => {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used > limit / 2;
};

/** Runs a command each time it is told to, with what the run before has parsed. */
guardProcess();
await keepParsed();
process.on('disconnect', () => process.exit());
process.on('message', (args: readonly string[]) => {
  void runArguments(createProgram, args).then(() => process.send?.({ isFull: isFull() } satisfies RunEnd));
});
