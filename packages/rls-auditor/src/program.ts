import { Command, InvalidArgumentError, Option } from 'commander';
import type { AuditOptions } from './commands/audit.ts';
import type { MergeOptions } from './commands/merge.ts';
import { parseShard, type Shard } from './subjects/shard.ts';
import { version } from './version.ts';

const each = (text: string, previous: readonly string[]): readonly string[] => [...previous, text];

const list = (text: string, previous: readonly string[]): readonly string[] => [...previous, ...text.split(',').map((t) => t.trim()).filter((t) => t !== '')];

const shard = (text: string): Shard => {
  const parsed = parseShard(text);
  if (!parsed) throw new InvalidArgumentError('It is written 1/4, 2/4, …');
  return parsed;
};

const exits = `
Exit codes:
  0  clean: no error and no warning
  1  findings
  2  usage or configuration
  3  internal error, or incomplete: a database could not be read`;

/** How a report is printed. */
const withOutput = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'how to print the result').choices(['pretty', 'json', 'sarif', 'junit', 'html', 'sql']).default('pretty'))
    .option('--output <file>', 'write the result to a file')
    .option('--no-matrix', 'leave out who reaches what');

const addMerge = (program: Command): void => {
  withOutput(
    program
      .command('merge')
      .summary('make one report of the reports of several runs')
      .description('Makes one report of the JSON reports of several runs, such as the shards of a fleet; a shard that is missing is incomplete.')
      .argument('<reports...>', 'files that rls-audit --format json wrote'),
  )
    .addHelpText('after', exits)
    .action(async (files: readonly string[], options: MergeOptions) => {
      const { merge } = await import('./commands/merge.ts');
      process.exitCode = merge(files, options);
    });
};

export const createProgram = (): Command => {
  const program = new Command('rls-audit')
    .description('Proves from its catalog that a PostgreSQL database keeps its tenants apart: every table, command and role.')
    .version(version())
    // Options after the name of a command are that command's.
    .enablePositionalOptions()
    .argument('[urls...]', 'databases, as postgres://user:password@host/database; only their catalogs are read')
    .option('--fleet <file>', 'a file that lists databases: a URL a line, or JSON (repeatable)', each, [])
    .option('--shard <i/n>', 'audit the i-th of n parts of them only; rls-audit merge puts the reports together', shard)
    .option('--migrations <glob>', 'SQL files, applied to PostgreSQL in process: no database is needed (repeatable)', each, [])
    .option('--snapshot <file>', 'a catalog that was saved before (repeatable)', each, [])
    .option('--role <names>', 'the roles that the application runs as (repeatable, or a comma list); otherwise database.runtimeRoles', list, [])
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in this directory or above')
    .addOption(
      new Option('--probe [where]', 'attack too: a copy without rows in PostgreSQL in process (shadow), or the server itself with read-only questions (live)').choices(['shadow', 'live']).preset('shadow'),
    )
    .option('--fix', 'try the repair of each finding on such a copy; --format sql writes those that work as a migration')
    .option('--save <file>', 'write the catalog to a file, to audit or compare it later')
    .option('--baseline <file>', 'an earlier report (--format json): what it found is not counted again');
  withOutput(program)
    .addHelpText(
      'after',
      `
Examples:
  $ rls-audit postgres://auditor@staging.example.com/app
  $ rls-audit --migrations 'migrations/*.sql' --role app_rw
  $ rls-audit postgres://localhost/app --save app.json && rls-audit --snapshot app.json --format json
  $ rls-audit --fleet databases.txt --shard 1/4 --format json --output 1.json && rls-audit merge *.json
${exits}`,
    )
    .showHelpAfterError('(rls-audit --help says more)')
    .exitOverride()
    .action(async (urls: readonly string[], options: AuditOptions) => {
      const { audit } = await import('./commands/audit.ts');
      process.exitCode = await audit(urls, options);
    });
  addMerge(program);
  return program;
};
