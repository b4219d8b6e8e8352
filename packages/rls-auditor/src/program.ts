import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { AuditOptions } from './commands/audit.ts';

const version = (): string => (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string }).version;

const each = (text: string, previous: readonly string[]): readonly string[] => [...previous, text];

const list = (text: string, previous: readonly string[]): readonly string[] => [...previous, ...text.split(',').map((t) => t.trim()).filter((t) => t !== '')];

export const createProgram = (): Command =>
  new Command('rls-audit')
    .description('Proves from its catalog that a PostgreSQL database keeps its tenants apart: every table, command and role.')
    .version(version())
    .argument('[urls...]', 'databases, as postgres://user:password@host/database; only their catalogs are read')
    .option('--migrations <glob>', 'SQL files, applied to PostgreSQL in process: no database is needed (repeatable)', each, [])
    .option('--snapshot <file>', 'a catalog that was saved before (repeatable)', each, [])
    .option('--role <names>', 'the roles that the application runs as (repeatable, or a comma list); otherwise database.runtimeRoles', list, [])
    .option('--config <file>', 'the configuration; otherwise tenantscope.config.{ts,js,mjs,json} in this directory or above')
    .option('--save <file>', 'write the catalog to a file, to audit or compare it later')
    .addOption(new Option('--format <format>', 'how to print the result').choices(['pretty', 'json']).default('pretty'))
    .option('--output <file>', 'write the result to a file')
    .option('--no-matrix', 'leave out who reaches what')
    .addHelpText(
      'after',
      `
Examples:
  $ rls-audit postgres://auditor@staging.example.com/app
  $ rls-audit --migrations 'migrations/*.sql' --role app_rw
  $ rls-audit postgres://localhost/app --save app.json && rls-audit --snapshot app.json --format json

Exit codes:
  0  clean: no error and no warning
  1  findings
  2  usage or configuration
  3  internal error, or incomplete: a database could not be read`,
    )
    .showHelpAfterError('(rls-audit --help says more)')
    .exitOverride()
    .action(async (urls: readonly string[], options: AuditOptions) => {
      const { audit } = await import('./commands/audit.ts');
      process.exitCode = await audit(urls, options);
    });
