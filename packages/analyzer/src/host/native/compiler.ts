import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Ast from '@typescript/native/ast';
import type * as Sync from '@typescript/native/sync';

/** TypeScript 7's API, as far as it is used. */
export interface NativeCompiler {
  readonly sync: typeof Sync;
  readonly ast: typeof Ast;
}

/** Where it may be: the project's own compiler first, then the one that comes along where the platform has it. */
const candidates = (directory: string): readonly (readonly [from: string, name: string])[] => [
  [pathToFileURL(join(directory, 'package.json')).href, 'typescript'],
  [pathToFileURL(join(directory, 'package.json')).href, '@typescript/native'],
  [import.meta.url, '@typescript/native'],
];

/** 7.0 has types in another process too, but cannot be told which modules to read. */
const isUsable = ({ sync }: NativeCompiler): boolean => typeof sync.API === 'function' && 'createModuleResolver' in sync.API.prototype;

const load = async (from: string, name: string): Promise<NativeCompiler | undefined> => {
  const require = createRequire(from);
  const path = (specifier: string): string => pathToFileURL(require.resolve(specifier)).href;
  try {
    const found: NativeCompiler = {
      sync: (await import(path(`${name}/sync`))) as NativeCompiler['sync'],
      ast: (await import(path(`${name}/ast`))) as NativeCompiler['ast'],
    };
    return isUsable(found) ? found : undefined;
  } catch {
    // TypeScript 6 has no such module, and the package for this platform may be missing.
    return undefined;
  }
};

/** TypeScript 7.1 or newer, of the project or our own; undefined where there is none. */
export const findNativeCompiler = async (directory: string): Promise<NativeCompiler | undefined> => {
  for (const [from, name] of candidates(directory)) {
    const found = await load(from, name);
    if (found) return found;
  }
  return undefined;
};
