import type { Command } from 'commander';
import type { ReportOptions } from '../commands/report.ts';
import { formatNames } from '../output/format-names.ts';
import { formatOption } from './arguments.ts';

export const addReport = (program: Command): void => {
  program
    .command('report')
    .summary('print what a check has found in another format')
    .description('Renders the report that `tenantscope check --format json` has written. Nothing is judged again: one check gives the annotations, the summary and the files that a CI system takes.')
    .argument('<file>', 'the JSON report')
    .addOption(formatOption(formatNames))
    .option('--output <file>', 'write it to a file')
    .option('--directory <directory>', 'the project that the report is of: its sources are quoted', '.')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope check --format json --output check.json
  $ tenantscope report check.json --format sarif --output check.sarif
  $ tenantscope report check.json --format markdown >> "$GITHUB_STEP_SUMMARY"

Exit codes:
  0  the report is printed; whether the project passes is what check says
  2  usage: the file is missing or is no report
  3  internal error`,
    )
    .action(async (file: string, options: ReportOptions) => {
      const { report } = await import('../commands/report.ts');
      process.exitCode = report(file, options);
    });
};
