import { Command, InvalidArgumentError, Option } from 'commander';
import type { AuditOptions } from './commands/audit.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { MergeOptions } from './commands/merge.ts';
import type { ScaffoldOptions } from './commands/scaffold.ts';
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

const withConfiguration = (command: Command): Command =>
  command
    .option('--role <names>', 'the roles that the application runs as (repeatable, or a comma list); otherwise database.runtimeRoles', list, [])
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in this directory or above');

const addDiff = (program: Command): void => {
  withConfiguration(
    program
      .command('diff')
      .summary('compare what roles reach in two databases')
      .description('Compares what the roles of the application reach in two databases, table by table and command by command: equal, narrowed, widened (with a row that newly gets through) or undecided.')
      .argument('<before>', "a database: postgres://…, a snapshot (*.json) or SQL files ('migrations/*.sql')")
      .argument('<after>', 'a database, as before'),
  )
    .addOption(new Option('--format <format>', 'how to print the result').choices(['pretty', 'json']).default('pretty'))
    .option('--output <file>', 'write the result to a file')
    .addHelpText(
      'after',
      `
Examples:
  $ rls-audit diff postgres://staging.example.com/app 'migrations/*.sql'
  $ rls-audit diff yesterday.json postgres://auditor@db.example.com/app

Exit codes:
  0  nothing widened, nothing new found
  1  something widened or undecided, or new findings
  2  usage or configuration
  3  internal error, or incomplete: a database could not be read`,
    )
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { compare } = await import('./commands/diff.ts');
      process.exitCode = await compare(before, after, options);
    });
};

const addScaffold = (program: Command): void => {
  withConfiguration(
    program
      .command('scaffold')
      .summary('write policies, grants, roles and the tenant function for tables that have none')
      .description('Writes a migration that gives the tables of tenants what they lack: row security, policies, the tenant function, the role of the application and its grants. It is run on a copy of the database first, and what is still found then is said.')
      .argument('<database>', "postgres://…, a snapshot (*.json) or SQL files ('migrations/*.sql')"),
  )
    .option('--output <file>', 'write the migration to a file')
    .addHelpText(
      'after',
      `
Examples:
  $ rls-audit scaffold 'migrations/*.sql' --role app_rw --output migrations/0100_row_security.sql

Exit codes:
  0  written
  2  usage or configuration
  3  internal error, or incomplete: the database could not be read`,
    )
    .action(async (from: string, options: ScaffoldOptions) => {
      const { write } = await import('./commands/scaffold.ts');
      process.exitCode = await write(from, options);
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
    .option('--migrations <glob>', 'SQL files, or migrations of Kysely (*.ts, *.js), applied to PostgreSQL in process: no database is needed (repeatable)', each, [])
    .option('--snapshot <file>', 'a catalog that was saved before (repeatable)', each, [])
    .addOption(
      new Option('--probe [where]', 'attack too: a copy without rows in PostgreSQL in process (shadow), or the server itself with read-only questions (live)').choices(['shadow', 'live']).preset('shadow'),
    )
    .option('--statements', 'judge the statements that really ran, as pg_stat_statements has them, under the policies for the roles that ran them')
    .option('--fix', 'try the repair of each finding on such a copy; --format sql writes those that work as a migration')
    .option('--save <file>', 'write the catalog to a file, to audit or compare it later')
    .option('--baseline <file>', 'an earlier report (--format json): what it found is not counted again');
  withConfiguration(program);
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
  addDiff(program);
  addScaffold(program);
  return program;
};
