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

const link = (directory: string, name: string): void => {
  symlinkSync(join(repository, 'packages/analyzer/node_modules', name), join(directory, 'node_modules', name));
};

/** A project with `pg`, `kysely` and `postgres` installed. Its `node_modules` is its own: `check` keeps its verdicts there. */
export const databaseProject = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const directory = project({ 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" }, "include": ["src"] }', ...files });
  mkdirSync(join(directory, 'node_modules'));
  for (const name of readdirSync(join(repository, 'packages/analyzer/node_modules')).filter((n) => !n.startsWith('.') && n !== '@typescript')) link(directory, name);
  return directory;
};

/** One that has TypeScript 7 as well: every check of it starts a process of that. */
export const nativeProject = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const directory = databaseProject(files);
  link(directory, '@typescript');
  return directory;
};
