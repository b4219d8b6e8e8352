import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

const own = dirname(fileURLToPath(import.meta.url));

/** Whether TypeScript 7 is asked for by name, or taken where a project has it. */
export type Asked = 'auto' | 'native';

/** Where it may be: the project's own compiler first, then beside it under the name that typescript-eslint looks for, too. What comes with the analyzer is no choice of the project: it is taken when it is asked for. */
const candidates = (directory: string, asked: Asked): readonly (readonly [from: string, name: string])[] => [
  [directory, 'typescript'],
  [directory, '@typescript/native'],
  ...(asked === 'native' ? [[own, '@typescript/native'] as const] : []),
];

/** The nearest package of a name, as TypeScript itself would find it: what `NODE_PATH` adds (pnpm sets it) is no part of a project. */
const manifestOf = (directory: string, name: string): string | undefined => {
  const manifest = join(directory, 'node_modules', name, 'package.json');
  if (existsSync(manifest)) return manifest;
  return dirname(directory) === directory ? undefined : manifestOf(dirname(directory), name);
};

const installed = (directory: string, name: string): readonly Installed[] => {
  const link = manifestOf(directory, name);
  if (link === undefined) return [];
  try {
    const manifest = realpathSync(link);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' && Number.parseInt(version) >= 7 ? [{ require: createRequire(join(directory, 'package.json')), name, manifest, version }] : [];
  } catch {
    return [];
  }
};

/** What is installed of TypeScript 7, in the order in which it is tried. */
const everyInstalled = (directory: string, asked: Asked): readonly Installed[] => candidates(directory, asked).flatMap(([from, name]) => installed(from, name));

/** Which compilers a run may come to ask: their answers are part of its result. Nothing is loaded. */
export const nativeIdentity = (directory: string, asked: Asked): string => everyInstalled(directory, asked).map(({ manifest, version }) => `${manifest} ${version}`).join('\n');

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
export const findNativeCompiler = async (directory: string, asked: Asked): Promise<Search> => {
  const unusable: string[] = [];
  for (const candidate of everyInstalled(directory, asked)) {
    const compiler = await load(candidate);
    if (compiler) return { compiler, unusable };
    unusable.push(`${candidate.name} ${candidate.version}`);
  }
  return { unusable };
};
