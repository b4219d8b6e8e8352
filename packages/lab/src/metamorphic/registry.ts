import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Rewrite } from './rewrite.ts';

/** All rewrites, one a file, found by folder. */
export const loadRewrites = async (): Promise<readonly Rewrite[]> => {
  const paths = globSync('{keeps,flips}/*.ts', { cwd: import.meta.dirname }).sort();
  const modules = await Promise.all(paths.map((path) => import(pathToFileURL(join(import.meta.dirname, path)).href) as Promise<{ readonly default: Rewrite }>));
  return modules.map((m) => m.default);
};
