import type { Command } from 'commander';
import type { ProveOptions } from '../commands/prove.ts';
import { each, formatOption } from './arguments.ts';
import { exits } from './exits.ts';
import { statementOptions } from './statement-options.ts';

export const addProve = (program: Command): void => {
  const command = program
    .command('prove')
    .summary('judge SQL statements')
    .description('Judges each statement of SQL files, or of the standard input.')
    .argument('[files...]', 'SQL files; - is the standard input, and the default when something is piped in')
    .option('--sql <text>', 'judge this text as well', each, []);
  statementOptions(command)
    .addOption(formatOption())
    .option('--output <file>', 'write the result to a file')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope prove --trusted '$1' queries.sql
  $ tenantscope prove --trusted '$1' --schema 'migrations/*.sql' --sql 'select * from orders where tenant_id = $1'
  $ pg_dump --schema-only app > schema.sql && cat queries.sql | tenantscope prove --trusted '$1' --schema schema.sql
${exits}`,
    )
    .action(async (files: string[], options: ProveOptions) => {
      const { proveFiles } = await import('../commands/prove.ts');
      process.exitCode = await proveFiles(files, options);
    });
};
