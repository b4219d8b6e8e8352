import type { Command } from 'commander';
import { formatNames } from '../output/format-names.ts';
import { formatOption, limit, percentage } from './arguments.ts';

/** What a gate is told of its output and its limits. */
export const gateOptions = (command: Command): Command =>
  command
    .addOption(formatOption(formatNames))
    .option('--output <file>', 'write the result to a file')
    .option('--baseline <file>', 'findings that are known; otherwise tenantscope-baseline.json in the project, where there is one')
    .option('--no-baseline', 'show what is in the baseline too')
    .option('--min-coverage <percent>', 'fail when fewer of the query sites are proved', percentage)
    .option('--max-suppressions <n>', 'fail when more comments suppress findings', limit);
