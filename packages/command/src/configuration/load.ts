import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti, type Jiti } from 'jiti';
import { type Configuration, type ConfigurationError, validateConfiguration } from '@tenantscope/core';
import { UsageError } from '../exit.ts';
import { configurationNames, discoverConfiguration } from './discover.ts';

/** A configuration with the directory that its paths are relative to. */
export interface LoadedConfiguration {
  readonly configuration: Configuration;
  readonly directory: string;
  /** Undefined: there is no file, everything is assumed. */
  readonly file?: string | undefined;
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** What a configuration gets that imports `defineConfig` where `tenantscope` is not installed (npx, a checkout). */
const definition = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../define.ts' : '../define.js', import.meta.url));

type Module = Readonly<Record<string, unknown>>;

const asModule = (module: unknown): Module => (typeof module === 'object' && module !== null ? (module as Module) : {});

/** Not Node's own import: that warns or fails on TypeScript and `export` in packages that are, or seem to be, CommonJS. */
const jiti = (): Jiti => createJiti(import.meta.url, { alias: { tenantscope: definition }, moduleCache: false });

export const importModule = async (file: string): Promise<Module> => asModule(await jiti().import(file));

const readExport = (file: string): unknown => {
  if (extname(file) === '.json') return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  // At once, as the rules of a linter need it; what the editor and the gate read must be the same.
  const module = asModule(jiti()(file));
  // What CommonJS exports is the module itself.
  const exported = 'default' in module ? module['default'] : '__esModule' in module ? undefined : module;
  if (exported === undefined) throw new UsageError(`${file} has no default export; write: export default { … }`);
  return exported;
};

export const describeErrors = (source: string, errors: readonly ConfigurationError[]): string =>
  `${source} is not valid:\n${errors.map((e) => `  ${e.path === '' ? '' : `${e.path}: `}${e.message}`).join('\n')}`;

const loadFile = (file: string): LoadedConfiguration => {
  let input: unknown;
  try {
    input = readExport(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be loaded: ${firstLine(error)}`);
  }
  const result = validateConfiguration(input);
  if ('errors' in result) throw new UsageError(describeErrors(file, result.errors));
  return { configuration: result.configuration, directory: dirname(file), file };
};

const requested = (path: string): string => {
  const file = resolve(path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no configuration ${path}`);
  if (!found.isFile()) throw new UsageError(`${path} is not a file; --config takes one of ${configurationNames.join(', ')}`);
  if (!['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'].includes(extname(file))) throw new UsageError(`${path} is not a configuration: it must end in .ts, .js, .mjs or .json`);
  return file;
};

/** The configuration asked for, else the one that governs the directory, else an empty one. */
export const loadConfiguration = (directory: string, path: string | undefined): LoadedConfiguration => {
  const file = path === undefined ? discoverConfiguration(directory) : requested(path);
  return file === undefined ? { configuration: {}, directory: resolve(directory) } : loadFile(file);
};
