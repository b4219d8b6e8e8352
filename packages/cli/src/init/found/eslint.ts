import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInstalled, type Manifest } from './manifest.ts';

/** How a project uses ESLint. */
export type Eslint =
  | { readonly kind: 'absent' }
  /** Only the old form of configuration is there, for which the plugin has none. */
  | { readonly kind: 'old'; readonly file: string }
  | { readonly kind: 'flat'; readonly file: string; readonly text: string; readonly installed: boolean };

const flat = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((e) => `eslint.config.${e}`);
const old = ['.eslintrc', '.eslintrc.json', '.eslintrc.js', '.eslintrc.cjs', '.eslintrc.yml', '.eslintrc.yaml'];

const firstIn = (names: readonly string[], directory: string, root: string): string | undefined => {
  for (let at = directory; ; at = dirname(at)) {
    const found = names.find((name) => existsSync(join(at, name)));
    if (found !== undefined) return join(at, found);
    if (at === root || at === dirname(at)) return undefined;
  }
};

/** The configuration of ESLint that governs a project. */
export const findEslint = (directory: string, root: string, { dependencies }: Manifest): Eslint => {
  const file = firstIn(flat, directory, root);
  if (file !== undefined) return { kind: 'flat', file, text: readFileSync(file, 'utf8'), installed: isInstalled('eslint-plugin-tenantscope', dirname(file)) };
  const before = firstIn(old, directory, root);
  if (before !== undefined) return { kind: 'old', file: before };
  // Without a configuration ESLint does nothing: there is none to add to.
  return dependencies.has('eslint') ? { kind: 'old', file: join(directory, 'package.json') } : { kind: 'absent' };
};
