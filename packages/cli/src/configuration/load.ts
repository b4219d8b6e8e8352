import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** Node reads TypeScript itself since 22.18; before that jiti does. */
const importModule = async (file: string): Promise<unknown> => {
  if (extname(file) === '.ts' && !process.features.typescript) {
    const { createJiti } = await import('jiti');
    return createJiti(import.meta.url).import(file, { default: true });
  }
  const { mtimeMs } = statSync(file);
  const module = (await import(`${pathToFileURL(file).href}?at=${mtimeMs}`)) as { readonly default?: unknown };
  return module.default;
};

const readExport = async (file: string): Promise<unknown> => {
  if (extname(file) === '.json') return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  const exported = await importModule(file);
  if (exported === undefined) throw new UsageError(`${file} has no default export; write: export default { … }`);
  return exported;
};

export const describeErrors = (source: string, errors: readonly ConfigurationError[]): string =>
  `${source} is not valid:\n${errors.map((e) => `  ${e.path === '' ? '' : `${e.path}: `}${e.message}`).join('\n')}`;

const loadFile = async (file: string): Promise<LoadedConfiguration> => {
  let input: unknown;
  try {
    input = await readExport(file);
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
export const loadConfiguration = async (directory: string, path: string | undefined): Promise<LoadedConfiguration> => {
  const file = path === undefined ? discoverConfiguration(directory) : requested(path);
  return file === undefined ? { configuration: {}, directory: resolve(directory) } : loadFile(file);
};
