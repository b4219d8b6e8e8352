import { dirname, join } from 'node:path';
import type { Disk } from '../inputs/disk.ts';
import { outputsOf } from './tsconfig.ts';
import { packageOf, type Workspace } from './workspace.ts';

const built = /\.(d\.[cm]?ts|[cm]?jsx?)$/;

/** `dist/orders.d.ts`, `dist/esm/orders.js`: where bundlers put what they make of `src/orders.ts`. */
const usual = /^(?:dist|build|lib|out|esm|cjs|types)\/(?:(?:esm|cjs|types|src)\/)?(.*)$/;

/** What a path in a package was, or would be, made of. */
export interface Built {
  readonly sourceOf: (path: string) => string | undefined;
  /** The path without links on the way to it, whether it is there or not. */
  readonly real: (path: string) => string;
}

/** Finds sources for what is built of them, so that what is read is neither missing nor stale. */
export const createBuilt = (workspace: Workspace, disk: Disk): Built => {
  const outputs = new Map<string, ReadonlyMap<string, string>>();
  const outputsIn = (directory: string): ReadonlyMap<string, string> => {
    const known = outputs.get(directory) ?? outputsOf(directory, disk);
    outputs.set(directory, known);
    return known;
  };

  const byConvention = (directory: string, path: string): string | undefined => {
    const rest = usual.exec(path.slice(directory.length + 1))?.[1]?.replace(built, '');
    return rest === undefined ? undefined : ['.ts', '.tsx', '.mts', '.cts'].map((extension) => join(directory, 'src', rest + extension)).find(disk.fileExists);
  };

  const real = (path: string): string => {
    if (disk.fileExists(path) || disk.directoryExists(path)) return disk.realpath(path);
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), path.slice(parent.length));
  };

  return {
    real,
    sourceOf: (path) => {
      if (!built.test(path)) return undefined;
      const at = real(path);
      const owner = packageOf(at, workspace);
      if (!owner || at.includes('/node_modules/')) return undefined;
      return outputsIn(owner.directory).get(at) ?? byConvention(owner.directory, at);
    },
  };
};
