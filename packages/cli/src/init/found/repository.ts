import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { repositoryRoot } from '../../output/repository.ts';

/** The repository around a project. */
export interface Repository {
  /** Its root; of a project in none, the project's own directory. */
  readonly root: string;
  /** The project, seen from there: `apps/server`, `.`. */
  readonly path: string;
  /** The text of git's configuration; empty without. */
  readonly configuration: string;
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** In a worktree and in a submodule `.git` is a file that says where the rest is. */
const gitDirectory = (root: string): string => {
  const git = join(root, '.git');
  if (statSync(git, { throwIfNoEntry: false })?.isFile() !== true) return git;
  const own = resolve(root, /^gitdir:\s*(.+)$/m.exec(textOf(git))?.[1]?.trim() ?? '');
  const common = textOf(join(own, 'commondir')).trim();
  return common === '' ? own : resolve(own, common);
};

export const findRepository = (directory: string): Repository => {
  const root = repositoryRoot(directory);
  if (root === undefined) return { root: directory, path: '.', configuration: '' };
  return { root, path: relative(root, directory).split(sep).join('/') || '.', configuration: textOf(join(gitDirectory(root), 'config')) };
};
