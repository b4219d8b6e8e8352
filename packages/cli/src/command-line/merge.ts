import type { Command } from 'commander';
import type { GateOptions } from '../gate/conclude.ts';
import { exits } from './exits.ts';
import { gateOptions } from './gate-options.ts';

export const addMerge = (program: Command): void => {
  const command = program
    .command('merge')
    .summary('put the parts of a check together')
    .description('Gives the verdict of a check from all parts that `tenantscope check --shard i/n` has written. It reads the project as well, so it runs where the parts were made: on the same commit, installed in the same way, from the same directory. The result is that of a check in one run.')
    .argument('<files...>', 'the files of all parts, in any order');
  gateOptions(command)
    .option('--no-store', 'keep no verdicts for linters in node_modules/.cache/tenantscope')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope check --shard 1/2 --output part-1.json
  $ tenantscope check --shard 2/2 --output part-2.json
  $ tenantscope merge part-1.json part-2.json
${exits.replace('usage or configuration', 'usage or configuration: a part is missing, damaged or of another commit')}`,
    )
    .action(async (files: readonly string[], options: GateOptions) => {
      const { merge } = await import('../commands/merge.ts');
      process.exitCode = await merge(files, options);
    });
};
