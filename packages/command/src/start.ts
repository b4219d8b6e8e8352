import nodeModule from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';

/** To optimise PostgreSQL's parser takes seconds and half a gigabyte; a run is over before that has paid. */
const noOptimisedWasm: readonly string[] = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

/** Runs a program that is loaded once Node.js knows how it is to be run. */
export const start = async (load: () => Promise<{ readonly createProgram: () => Command }>): Promise<void> => {
  for (const flag of noOptimisedWasm) setFlagsFromString(flag);
  // Node 22.8 and later keep compiled code between runs, of what is loaded from here on; older ones have no such function.
  if ('enableCompileCache' in nodeModule) nodeModule.enableCompileCache();
  const { runProgram } = await import('./run.ts');
  await runProgram((await load()).createProgram);
};
