import { type Command, Option } from 'commander';
import type { InitOptions } from '../commands/init.ts';

export const addInit = (program: Command): void => {
  program
    .command('init')
    .summary('set a project up: the configuration, the baseline, the gate in CI, the rules of ESLint')
    .description('Looks through a project for its database libraries, its tables, the tenant column, roles and CI system; shows what it would write, and writes it once you agree. Each guess says where it came from, and none is in your favour. Files that are there are kept: running it again changes nothing.')
    .argument('[directory]', 'the project: a directory with a tsconfig.json', '.')
    .option('-y, --yes', 'write without asking')
    .addOption(new Option('--dry-run', 'show what would be written, and write nothing').conflicts('yes'))
    .addOption(new Option('--provenance <how>', 'callers: a tenant is proved through the call graph; names: whatever is called like the tenant column is believed, for old code').choices(['callers', 'names']))
    .option('--tsconfig <file>', 'the tsconfig, seen from the directory or from here; otherwise tsconfig.json in the directory')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope init
  $ tenantscope init apps/server --dry-run
  $ tenantscope init --yes --provenance names

Exit codes:
  0  it is set up (whatever the first check has found), or you have said no
  2  usage or configuration, or nothing to set up; nothing was written
  3  internal error, or incomplete: the files are written, but something of the project could not be read`,
    )
    .action(async (directory: string, options: InitOptions) => {
      const { init } = await import('../commands/init.ts');
      process.exitCode = await init(directory, options);
    });
};
