import type { Command } from 'commander';

/** Which project, and how it is read. */
export const projectOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in the directory or above')
    .option('--tsconfig <file>', 'the tsconfig, seen from the directory or from here; otherwise tsconfig.json in the directory');
