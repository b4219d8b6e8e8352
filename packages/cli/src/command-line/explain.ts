import type { Command } from 'commander';
import type { ExplainOptions } from '../commands/explain.ts';
import { tries } from './arguments.ts';
import { statementOptions } from './statement-options.ts';

export const addExplain = (program: Command): void => {
  const command = program
    .command('explain')
    .summary('a rule, the proof of a query, or the rows with which it leaks')
    .description(
      'Explains a rule, a query site (file:line) or SQL text. A scoped query is explained by its proof. For one that is not, PostgreSQL in this process (@electric-sql/pglite, if it is installed) is filled with rows of several tenants until the query shows a leak; the fewest rows that show it are printed.',
    )
    .argument('[what]', 'a rule, file:line, or SQL')
    .option('--sql <text>', 'the SQL');
  statementOptions(command)
    .option('--tsconfig <file>', 'for file:line: the tsconfig; otherwise tsconfig.json beside the file or above')
    .option('--tries <n>', 'how many databases are tried', tries, 200)
    .option('--output <file>', 'write the result to a file')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope explain no-unscoped-query
  $ tenantscope explain src/orders/repository.ts:42
  $ tenantscope explain --trusted '$1' --schema 'migrations/*.sql' --sql 'select * from orders o join products p on p.id = o.product_id where o.tenant_id = $1'

Exit codes:
  0  a rule's page, or the query is proved
  1  the query is unscoped or unproven
  2  usage or configuration
  3  internal error, or incomplete: something could not be read`,
    )
    .action(async (what: string | undefined, options: ExplainOptions) => {
      const { explain } = await import('../commands/explain.ts');
      process.exitCode = await explain(what, options);
    });
};
