import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { project, repository } from '../run.ts';

const installed = join(repository, 'packages/analyzer/node_modules');

/** Gives a project the database libraries, in a `node_modules` of its own. */
const install = (directory: string): void => {
  mkdirSync(join(directory, 'node_modules'));
  for (const name of readdirSync(installed).filter((n) => !n.startsWith('.'))) symlinkSync(join(installed, name), join(directory, 'node_modules', name));
};

/** A sample application, or a part of it, as it was before it knew Tenantscope, with some files of its own. */
export const copyOf = (app: string, files: Readonly<Record<string, string>> = {}, without = /(?!)/): string => {
  const directory = project({});
  cpSync(join(repository, 'fixtures/apps', app), directory, { recursive: true, filter: (path) => !/\/(node_modules|tenantscope\.config\.ts)$/.test(path) && !without.test(path) });
  install(directory);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
};

const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory).filter((name) => name !== 'node_modules').sort().flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

/** Every file of a project, by its path, but for what is installed. */
export const treeOf = (directory: string): Readonly<Record<string, string>> => Object.fromEntries(filesIn(directory).map((path) => [relative(directory, path), readFileSync(path, 'latin1')]));
