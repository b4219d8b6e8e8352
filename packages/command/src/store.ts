import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A path as the system knows it; as it is given, when there is nothing. */
export const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

const upwards = (path: string): readonly string[] => (dirname(path) === path ? [path] : [path, ...upwards(dirname(path))]);

const hasModules = (directory: string): boolean => existsSync(join(directory, 'node_modules'));

/** Inside of a `node_modules`, which is nobody's source; several projects may share one. */
const storeIn = (modules: string, kind: string, directory: string): string =>
  join(modules, 'node_modules/.cache/tenantscope', `${kind}-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}.json`);

/** Where something about a directory is kept: in the nearest `node_modules`; undefined without one. */
export const storeOf = (directory: string, kind: string): string | undefined => {
  const path = real(directory);
  const modules = upwards(path).find(hasModules);
  return modules === undefined ? undefined : storeIn(modules, kind, path);
};

/** Where something about a path, or about the directories around it, would be kept; the nearest first. */
export const storesAround = (path: string, kind: string): readonly { readonly directory: string; readonly store: string }[] => {
  const around = upwards(real(path));
  const withModules = around.map(hasModules);
  return around.flatMap((directory, i) => {
    const modules = around.find((_, at) => at >= i && withModules[at] === true);
    return modules === undefined ? [] : [{ directory, store: storeIn(modules, kind, directory) }];
  });
};
