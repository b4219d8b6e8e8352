import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** How dependencies are installed where the gate runs. */
interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  readonly install: string;
  readonly add: string;
}

/** One, and where it is run. */
export interface Installation extends PackageManager {
  /** Where the lockfile is, seen from the root of the repository. */
  readonly at: string;
}

const npm: PackageManager = { name: 'npm', install: 'npm ci', add: 'npm install --save-dev' };

const byLockfile: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', { name: 'pnpm', install: 'corepack enable && pnpm install --frozen-lockfile', add: 'pnpm add --save-dev' }],
  ['yarn.lock', { name: 'yarn', install: 'corepack enable && yarn install --immutable', add: 'yarn add --dev' }],
  ['bun.lock', { name: 'bun', install: 'npm install --global bun && bun install --frozen-lockfile', add: 'bun add --dev' }],
  ['bun.lockb', { name: 'bun', install: 'npm install --global bun && bun install --frozen-lockfile', add: 'bun add --dev' }],
  ['package-lock.json', npm],
];

const pathIn = (root: string, at: string): string => relative(root, at).split(sep).join('/') || '.';

/** By the lockfile beside the project or above it; npm without one. */
export const findInstallation = (directory: string, root: string): Installation => {
  for (let at = directory; ; at = dirname(at)) {
    const found = byLockfile.find(([file]) => existsSync(join(at, file)));
    if (found) return { ...found[1], at: pathIn(root, at) };
    if (at === root || at === dirname(at)) return { ...npm, install: 'npm install', at: pathIn(root, existsSync(join(root, 'package.json')) ? root : directory) };
  }
};
