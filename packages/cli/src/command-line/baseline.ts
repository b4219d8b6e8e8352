import type { Command } from 'commander';
import type { BaselineOptions } from '../commands/baseline.ts';
import type { SuppressionListOptions } from '../commands/suppressions.ts';
import { formatOption } from './arguments.ts';
import { projectOptions } from './project-options.ts';

export const addBaseline = (program: Command): void => {
  const command = program
    .command('baseline')
    .summary('begin with a gate on old code, and shrink what is known')
    .description('Writes the findings of a project to tenantscope-baseline.json, which check leaves out from then on. Where the file is there already, it only takes out what is mended: a baseline shrinks. With --suppressions it lists the comments `tenantscope-allow <rule> <category>: <reason> (until YYYY-MM-DD, owner)` instead.')
    .argument('[directory]', 'the project: a directory with a tsconfig.json', '.');
  projectOptions(command)
    .option('--baseline <file>', 'the file; otherwise tenantscope-baseline.json in the project')
    .option('--suppressions', 'list the suppressions, and which of them have expired, are wrong or suppress nothing')
    .addOption(formatOption())
    .option('--output <file>', 'write the list of suppressions to a file')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope baseline
  $ tenantscope baseline services/api
  $ tenantscope baseline --suppressions services/api --format json

Exit codes:
  0  the baseline is written, or is as it should be; every suppression is valid
  1  there are findings that the baseline does not take; a suppression has expired, is wrong or suppresses nothing
  2  usage or configuration
  3  internal error, or incomplete: something could not be read`,
    )
    .action(async (directory: string, { suppressions, ...options }: BaselineOptions & SuppressionListOptions & { readonly suppressions?: boolean }) => {
      if (suppressions === true) {
        const { listSuppressions } = await import('../commands/suppressions.ts');
        process.exitCode = await listSuppressions(directory, options);
        return;
      }
      const { baseline } = await import('../commands/baseline.ts');
      process.exitCode = await baseline(directory, options);
    });
};
