import { dirname, join } from 'node:path';
import { ts } from '#compiler';
import { frontEnds } from '../frontend/registry.ts';
import type { Disk } from '../inputs/disk.ts';

/** Packages whose types decide whether something is a database handle. Every other package's declarations stay unread: they are half of a program's cost. */
const isLibrary = (specifier: string): boolean => frontEnds.some((f) => f.modules.test(specifier));

const isUnread = (specifier: string, from: string): boolean => frontEnds.some((f) => f.isUnread?.(specifier, from));

const packageOf = (specifier: string): string => {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
};

/** Resolves the modules that matter: relative and mapped ones, workspace packages and the database libraries. */
export const createResolver = (optionsOf: (file: string) => ts.CompilerOptions, disk: Disk) => {
  const cache = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
  const workspace = new Map<string, boolean>();

  /** Whether a package is a directory of this workspace, linked into node_modules. */
  const isLinked = (name: string, from: string): boolean => {
    for (let dir = from; ; dir = dirname(dir)) {
      const key = `${dir}\0${name}`;
      const known = workspace.get(key);
      if (known !== undefined) return known;
      const path = join(dir, 'node_modules', name);
      if (disk.directoryExists(path)) {
        const linked = !disk.realpath(path).includes(`node_modules/`);
        workspace.set(key, linked);
        return linked;
      }
      if (dir === dirname(dir)) return false;
    }
  };

  const isMapped = (specifier: string, options: ts.CompilerOptions): boolean =>
    // Deprecated, yet still what older projects resolve by.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    options.baseUrl !== undefined ||
    Object.keys(options.paths ?? {}).some((pattern) => specifier.startsWith(pattern.split('*', 1)[0] ?? ''));

  const wanted = (specifier: string, from: string, options: ts.CompilerOptions): boolean =>
    specifier.startsWith('.') ||
    specifier.startsWith('/') ||
    specifier.startsWith('#') ||
    isLibrary(specifier) ||
    isMapped(specifier, options) ||
    isLinked(packageOf(specifier), dirname(from));

  const keep = (resolved: ts.ResolvedModuleWithFailedLookupLocations, specifier: string): boolean => {
    const file = resolved.resolvedModule?.resolvedFileName ?? '';
    return isLibrary(specifier) || !file.includes('/node_modules/') || frontEnds.some((f) => f.declares(file));
  };

  return (specifier: string, from: string, mode: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations => {
    const key = `${dirname(from)}\0${specifier}\0${String(mode)}`;
    const known = cache.get(key);
    if (known) return known;
    const options = optionsOf(from);
    let resolved: ts.ResolvedModuleWithFailedLookupLocations = { resolvedModule: undefined };
    if (wanted(specifier, from, options) && !isUnread(specifier, from)) {
      const found = ts.resolveModuleName(specifier, from, options, disk, undefined, undefined, mode);
      if (keep(found, specifier)) resolved = found;
    }
    cache.set(key, resolved);
    return resolved;
  };
};
