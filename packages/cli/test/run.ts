import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runArguments } from '@tenantscope/command';
import { type HereOptions, type Outcome, project, repository, runHere, type RunOptions, runMain } from '@tenantscope/testing';
import { createProgram } from '../src/program.ts';

export { node, project, repository } from '@tenantscope/testing';

const main = 'packages/cli/src/main.ts';

export const commandLine = (args: readonly string[]): readonly string[] => ['--conditions=source', join(repository, main), ...args];

/** Runs the command line as a process of its own, which has a standard input. */
export const spawned = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> => runMain(main, args, options);

/** Runs the command line in this process. */
export const tenantscope = (args: readonly string[], options: HereOptions = {}): Promise<Outcome> => runHere((own) => runArguments(createProgram, own), args, options);

/** A project with `pg`, `kysely` and `postgres` installed. Its `node_modules` is its own: `check` keeps its verdicts there. */
export const databaseProject = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const directory = project({ 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" }, "include": ["src"] }', ...files });
  const installed = join(repository, 'packages/analyzer/node_modules');
  mkdirSync(join(directory, 'node_modules'));
  for (const name of readdirSync(installed).filter((n) => !n.startsWith('.'))) symlinkSync(join(installed, name), join(directory, 'node_modules', name));
  return directory;
};
