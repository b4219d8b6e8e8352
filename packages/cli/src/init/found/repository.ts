import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** The repository around a project. */
export interface Repository {
  /** Its root; of a project in none, the project's own directory. */
  readonly root: string;
  /** The project, seen from there: `apps/server`, `.`. */
  readonly path: string;
  /** The text of git's configuration; empty without. */
  readonly configuration: string;
}

const rootOf = (directory: string): string | undefined => {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
};

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
  const root = rootOf(directory);
  if (root === undefined) return { root: directory, path: '.', configuration: '' };
  return { root, path: relative(root, directory).split(sep).join('/') || '.', configuration: textOf(join(gitDirectory(root), 'config')) };
};
