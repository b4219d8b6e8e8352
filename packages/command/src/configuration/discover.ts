import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../exit.ts';

export const configurationNames = ['ts', 'js', 'mjs', 'json'].map((extension) => `tenantscope.config.${extension}`);

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** The configuration that governs a directory: its own, or the nearest above it, up to the root of its repository. */
export const discoverConfiguration = (directory: string): string | undefined => {
  for (let at = resolve(directory); ; at = dirname(at)) {
    const found = configurationNames.map((name) => join(at, name)).filter(isFile);
    if (found.length > 1) throw new UsageError(`two configurations in one directory: ${found.join(' and ')}; keep one`);
    if (found[0] !== undefined) return found[0];
    if (at === dirname(at) || existsSync(join(at, '.git'))) return undefined;
  }
};
