import { Command, Option } from 'commander';
import { each, formatOption, parameters, percentage, share, tries } from './arguments.ts';
import type { BaselineOptions } from './commands/baseline.ts';
import type { CheckOptions, GateOptions } from './commands/check.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { ProveOptions } from './commands/prove.ts';
import type { ShardOptions } from './commands/shard.ts';
import { version } from './version.ts';

const exits = `
Exit codes:
  0  clean: every query is proved to stay inside one tenant
  1  findings: a query is unscoped or unproven
  2  usage or configuration
  3  internal error, or incomplete: something could not be read`;

const addCheck = (program: Command): void => {
  program
    .command('check')
    .summary('judge every query site of a TypeScript project')
    .description('Judges every query site of a TypeScript project: proved to stay inside one tenant, shown to leak, or not proved.')
    .argument('[directory]', 'the project: a directory with a tsconfig.json', '.')
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in the directory or above')
    .option('--tsconfig <file>', 'the tsconfig, seen from the directory or from here; otherwise tsconfig.json in the directory')
    .addOption(formatOption())
    .option('--output <file>', 'write the result to a file')
    .addOption(new Option('--backend <backend>', 'who reads the types: native is TypeScript 7 in a process of its own, ts-morph the TypeScript that comes along; auto takes native where it works').choices(['auto', 'native', 'ts-morph']).default('auto'))
    .option('--min-coverage <percent>', 'fail when fewer of the query sites are proved', percentage)
    .option('--no-store', 'keep nothing in node_modules/.cache/tenantscope: no verdicts for linters, no result for the next run')
    .addOption(new Option('--shard <i/n>', 'run part i of n and write what it found to --output, for tenantscope merge').argParser(share).conflicts(['watch', 'minCoverage', 'format']))
    .option('--watch', 'check again whenever something changes, until Ctrl-C')
    .option('--no-cache', 'judge everything anew, also when nothing has changed since the last run')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope check
  $ tenantscope check services/api --tsconfig tsconfig.build.json
  $ tenantscope check --format json --output tenantscope.json
  $ tenantscope check --shard 1/4 --output part-1.json
${exits}

With --shard, 0 only says that the part was written: tenantscope merge gives the verdict, from all parts.`,
    )
    .action(async (directory: string, options: CheckOptions & { readonly watch?: boolean; readonly shard?: ShardOptions['shard'] }) => {
      if (options.shard) {
        const { shard } = await import('./commands/shard.ts');
        process.exitCode = await shard(directory, { ...options, shard: options.shard });
        return;
      }
      if (options.watch === true) await (await import('./commands/watch.ts')).watch(directory, options);
      const { check } = await import('./commands/check.ts');
      process.exitCode = await check(directory, options);
    });
};

const addMerge = (program: Command): void => {
  program
    .command('merge')
    .summary('put the parts of a check together')
    .description('Gives the verdict of a check from all parts that `tenantscope check --shard i/n` has written. It reads the project as well, so it runs where the parts were made: on the same commit, installed in the same way, from the same directory. The result is that of a check in one run.')
    .argument('<files...>', 'the files of all parts, in any order')
    .addOption(formatOption())
    .option('--output <file>', 'write the result to a file')
    .option('--min-coverage <percent>', 'fail when fewer of the query sites are proved', percentage)
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
      const { merge } = await import('./commands/merge.ts');
      process.exitCode = await merge(files, options);
    });
};

const addBaseline = (program: Command): void => {
  program
    .command('baseline')
    .summary('list what comments take out of the report')
    .description('Lists every suppression of a project: a comment `tenantscope-allow <rule> <category>: <reason> (until YYYY-MM-DD, owner)` above a query site.')
    .argument('[directory]', 'the project: a directory with a tsconfig.json', '.')
    .option('--suppressions', 'list the suppressions, and which of them have expired, are wrong or suppress nothing')
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in the directory or above')
    .option('--tsconfig <file>', 'the tsconfig, seen from the directory or from here; otherwise tsconfig.json in the directory')
    .addOption(formatOption())
    .option('--output <file>', 'write the result to a file')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope baseline --suppressions
  $ tenantscope baseline --suppressions services/api --format json

Exit codes:
  0  every suppression is valid
  1  one has expired, is wrong or suppresses nothing
  2  usage or configuration
  3  internal error, or incomplete: something could not be read`,
    )
    .action(async (directory: string, options: BaselineOptions) => {
      const { baseline } = await import('./commands/baseline.ts');
      process.exitCode = await baseline(directory, options);
    });
};

/** What the commands that take SQL are told about it. */
const statementOptions = (command: Command): Command =>
  command
    .option('--trusted <parameters>', "parameters that hold the tenant of the session, for example '$1' (repeatable, or a comma list)", parameters, [])
    .option('--not-null <parameters>', 'parameters that are never NULL', parameters, [])
    .option('--schema <file>', 'SQL that creates the tables, keys and views (repeatable, a glob too)', each, [])
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in this directory or above');

const addProve = (program: Command): void => {
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
      const { proveFiles } = await import('./commands/prove.ts');
      process.exitCode = await proveFiles(files, options);
    });
};

const addExplain = (program: Command): void => {
  const command = program
    .command('explain')
    .summary('a rule, the proof of a query, or the rows with which it leaks')
    .description(
      'Explains a rule, a query site (file:line) or SQL text. A scoped query is explained by its proof. For one that is not, PostgreSQL (in this process, nothing is installed) is filled with rows of several tenants until the query shows a leak; the fewest rows that show it are printed.',
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
      const { explain } = await import('./commands/explain.ts');
      process.exitCode = await explain(what, options);
    });
};

/** The command line. Commands are loaded when they run: `prove` must not pay for the TypeScript compiler. */
export const createProgram = (): Command => {
  const program = new Command('tenantscope')
    .description('Proves that every query of a multi-tenant product stays inside one tenant.')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(add --help for the options)')
    .configureHelp({ showGlobalOptions: false });
  program.addHelpText('after', `
Examples:
  $ tenantscope check
  $ tenantscope prove --trusted '$1' queries.sql
  $ tenantscope explain src/orders.ts:42
${exits}`);
  addCheck(program);
  addMerge(program);
  addBaseline(program);
  addProve(program);
  addExplain(program);
  return program;
};
