import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Ast from '@typescript/native/ast';
import type * as Sync from '@typescript/native/sync';

/** TypeScript 7's API, as far as it is used. */
export interface NativeCompiler {
  readonly sync: typeof Sync;
  readonly ast: typeof Ast;
  readonly version: string;
}

/** A compiler that is installed, by its manifest. */
interface Installed {
  readonly require: NodeJS.Require;
  readonly name: string;
  readonly manifest: string;
  readonly version: string;
}

/** Where it may be: the project's own compiler first, then beside it under the name that typescript-eslint looks for, too, then beside the analyzer. */
const candidates = (directory: string): readonly (readonly [from: string, name: string])[] => {
  const project = pathToFileURL(join(directory, 'package.json')).href;
  return [
    [project, 'typescript'],
    [project, '@typescript/native'],
    [import.meta.url, '@typescript/native'],
  ];
};

const installed = (from: string, name: string): readonly Installed[] => {
  const require = createRequire(from);
  try {
    const manifest = require.resolve(`${name}/package.json`);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' && Number.parseInt(version) >= 7 ? [{ require, name, manifest, version }] : [];
  } catch {
    return [];
  }
};

/** What is installed of TypeScript 7, in the order in which it is tried. */
const everyInstalled = (directory: string): readonly Installed[] => candidates(directory).flatMap(([from, name]) => installed(from, name));

/** Which compilers a run may come to ask: their answers are part of its result. Nothing is loaded. */
export const nativeIdentity = (directory: string): string => everyInstalled(directory).map(({ manifest, version }) => `${manifest} ${version}`).join('\n');

/** 7.0 has types in another process too, but cannot be told which modules to read. */
const isUsable = ({ sync }: Pick<NativeCompiler, 'sync'>): boolean => typeof sync.API === 'function' && 'createModuleResolver' in sync.API.prototype;

const load = async ({ require, name, version }: Installed): Promise<NativeCompiler | undefined> => {
  const path = (specifier: string): string => pathToFileURL(require.resolve(specifier)).href;
  try {
    const found: NativeCompiler = {
      sync: (await import(path(`${name}/sync`))) as NativeCompiler['sync'],
      ast: (await import(path(`${name}/ast`))) as NativeCompiler['ast'],
      version,
    };
    return isUsable(found) ? found : undefined;
  } catch {
    // 7.0 has no such modules.
    return undefined;
  }
};

/** What was found: a compiler, or those that are of no use. */
export interface Search {
  readonly compiler?: NativeCompiler;
  readonly unusable: readonly string[];
}

/** TypeScript 7.1 or newer, of the project or our own. */
export const findNativeCompiler = async (directory: string): Promise<Search> => {
  const unusable: string[] = [];
  for (const candidate of everyInstalled(directory)) {
    const compiler = await load(candidate);
    if (compiler) return { compiler, unusable };
    unusable.push(`${candidate.name} ${candidate.version}`);
  }
  return { unusable };
};
