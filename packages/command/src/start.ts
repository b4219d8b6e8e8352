import nodeModule from 'node:module';
import type { Command } from 'commander';

/** Runs a program that is loaded once Node.js knows how it is to be run. */
export const start = async (load: () => Promise<{ readonly createProgram: () => Command }>): Promise<void> => {
  // Node 22.8 and later keep compiled code between runs, of what is loaded from here on; older ones have no such function.
  if ('enableCompileCache' in nodeModule) nodeModule.enableCompileCache();
  const { runProgram } = await import('./run.ts');
  await runProgram((await load()).createProgram);
};
