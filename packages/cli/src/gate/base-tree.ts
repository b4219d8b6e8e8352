import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { UsageError } from '@tenantscope/command';

const git = (root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
  execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 30, env: { ...process.env, ...env } }).trim();

const attempt = (root: string, args: readonly string[]): string | undefined => {
  try {
    return git(root, args);
  } catch {
    return undefined;
  }
};

const isShallow = (root: string): boolean => attempt(root, ['rev-parse', '--is-shallow-repository']) === 'true';

const deepen = 'this clone is shallow. Fetch the history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout';

/** The commit that a change began at: the last one that it has in common with `ref`. */
export const baseOf = (root: string, ref: string): string => {
  if (attempt(root, ['rev-parse', '--git-dir']) === undefined) throw new UsageError(`--since needs git, and a repository around ${root}`);
  // A name that begins with a dash would be an option.
  const commit = ref.startsWith('-') ? undefined : attempt(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit === undefined) throw new UsageError(`there is no commit ${ref} here${isShallow(root) ? `; ${deepen}` : `; is it fetched? \`git fetch origin ${ref.replace(/^origin\//, '')}\``}`);
  const base = attempt(root, ['merge-base', commit, 'HEAD']);
  if (base === undefined) throw new UsageError(`${ref} and this commit have no commit in common${isShallow(root) ? `; ${deepen}` : ''}`);
  return base;
};

const isInside = (path: string, root: string): boolean => !relative(root, path).startsWith('..');

/** A package of the workspace is the one of that state; all others are what is installed now. */
const targetOf = (path: string, root: string, tree: string): string => {
  const target = realpathSync(path);
  return isInside(target, root) && !target.split(/[\\/]/).includes('node_modules') ? join(tree, relative(root, target)) : path;
};

const linkModules = (modules: string, into: string, root: string, tree: string): void => {
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(modules)) {
    const path = join(modules, name);
    if (name === '.cache' || !existsSync(path)) continue;
    if (name.startsWith('@') && !lstatSync(path).isSymbolicLink()) linkModules(path, join(into, name), root, tree);
    else symlinkSync(targetOf(path, root, tree), join(into, name), 'junction');
  }
};

/** Writes the files of a commit into an empty directory, with what is installed in the repository. The repository is only read. */
export const writeTree = (root: string, commit: string, tree: string): void => {
  const index = { GIT_INDEX_FILE: join(dirname(tree), 'index'), GIT_LFS_SKIP_SMUDGE: '1' };
  mkdirSync(tree, { recursive: true });
  git(root, ['read-tree', commit], index);
  git(root, ['checkout-index', '--all', `--prefix=${tree}/`], index);
  const manifests = git(root, ['ls-tree', '-r', '-z', '--name-only', commit]).split('\0').filter((f) => f === 'package.json' || f.endsWith('/package.json'));
  for (const directory of manifests.map(dirname)) {
    const modules = join(root, directory, 'node_modules');
    if (existsSync(modules)) linkModules(modules, join(tree, directory, 'node_modules'), root, tree);
  }
};
