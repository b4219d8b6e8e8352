import { dirname } from 'node:path';
import { ts } from '#compiler';

const installed = /\/node_modules\/scoped-kysely\/(?!.*\/node_modules\/)/;

const names = new Map<string, string | undefined>();

/** The name in the nearest package.json above a directory. */
const packageName = (directory: string): string | undefined => {
  if (names.has(directory)) return names.get(directory);
  const text = ts.sys.readFile(`${directory}/package.json`);
  const parent = dirname(directory);
  const name = text === undefined ? (parent === directory ? undefined : packageName(parent)) : nameIn(text);
  names.set(directory, name);
  return name;
};

const nameIn = (text: string): string | undefined => {
  const { name } = (ts.parseConfigFileTextToJson('package.json', text).config ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : undefined;
};

/** Whether a file belongs to the package `scoped-kysely`: installed, or a directory of the workspace that is linked into node_modules. */
export const isOfScopedKysely = (file: string): boolean => installed.test(file) || (!file.includes('/node_modules/') && packageName(dirname(file)) === 'scoped-kysely');
