import { type Command, Option } from 'commander';
import type { CheckOptions } from '../commands/check.ts';
import type { ShardOptions } from '../commands/shard.ts';
import { share } from './arguments.ts';
import { exits } from './exits.ts';
import { gateOptions } from './gate-options.ts';
import { projectOptions } from './project-options.ts';

export const addCheck = (program: Command): void => {
  const command = program
    .command('check')
    .summary('judge every query site of a TypeScript project')
    .description('Judges every query site of a TypeScript project: proved to stay inside one tenant, shown to leak, or not proved.')
    .argument('[directory]', 'the project: a directory with a tsconfig.json', '.');
  projectOptions(command);
  gateOptions(command)
    .option('--since <ref>', 'show only what was not there at the last commit in common with this one, for example origin/main')
    .addOption(new Option('--backend <backend>', 'who reads the types: native is TypeScript 7 in a process of its own, ts-morph the TypeScript that comes along; auto takes native where it works').choices(['auto', 'native', 'ts-morph']).default('auto'))
    .option('--no-store', 'keep nothing in node_modules/.cache/tenantscope: no verdicts for linters, no result for the next run')
    .addOption(new Option('--shard <i/n>', 'run part i of n and write what it found to --output, for tenantscope merge').argParser(share).conflicts(['watch', 'since', 'minCoverage', 'maxSuppressions', 'format']))
    .option('--watch', 'check again whenever something changes, until Ctrl-C')
    .option('--no-cache', 'judge everything anew, also when nothing has changed since the last run')
    .addHelpText(
      'after',
      `
Examples:
  $ tenantscope check
  $ tenantscope check services/api --tsconfig tsconfig.build.json
  $ tenantscope check --format json --output tenantscope.json
  $ tenantscope check --since origin/main
  $ tenantscope check --shard 1/4 --output part-1.json
${exits}

--since compares the findings of the whole project with those of that commit. It is judged in a copy with what is
installed now, and only where something is found.

With --shard, 0 only says that the part was written: tenantscope merge gives the verdict, from all parts.`,
    )
    .action(async (directory: string, options: CheckOptions & { readonly watch?: boolean; readonly shard?: ShardOptions['shard'] }) => {
      if (options.shard) {
        const { shard } = await import('../commands/shard.ts');
        process.exitCode = await shard(directory, { ...options, shard: options.shard });
        return;
      }
      if (options.watch === true) await (await import('../watch/watch.ts')).watch(directory, options);
      const { check } = await import('../commands/check.ts');
      process.exitCode = await check(directory, options);
    });
};
