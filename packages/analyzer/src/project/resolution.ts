import { dirname, join } from 'node:path';
import { ts } from '#compiler';
import { frontEnds } from '../frontend/registry.ts';
import type { Disk } from '../inputs/disk.ts';
import { createBuilt } from './built.ts';
import { type LostImport, mayReachDatabase } from './lost-imports.ts';
import { packageOf, type Workspace } from './workspace.ts';

/** Packages whose types decide whether something is a database handle. Every other package's declarations stay unread: they are half of a program's cost. */
const isLibrary = (specifier: string): boolean => frontEnds.some((f) => f.modules.test(specifier));

const isUnread = (specifier: string, from: string): boolean => frontEnds.some((f) => f.isUnread?.(specifier, from));

const isBuilt = /\.(d\.[cm]?ts|[cm]?jsx?)$/;

const nameOf = (specifier: string): string => {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
};

export interface ResolverOptions {
  readonly optionsOf: (file: string) => ts.CompilerOptions;
  readonly disk: Disk;
  readonly workspace: Workspace;
  /** Called for an import of another package of the workspace that does not lead to its source. */
  readonly onLost: (lost: LostImport) => void;
}

const extensionOf = (path: string): ts.Extension => [ts.Extension.Tsx, ts.Extension.Mts, ts.Extension.Cts].find((e) => path.endsWith(e)) ?? ts.Extension.Ts;

/** Resolves the modules that matter: relative and mapped ones, workspace packages and the database libraries. */
export const createResolver = ({ optionsOf, disk, workspace, onLost }: ResolverOptions) => {
  const built = createBuilt(workspace, disk);
  const packages = new Map(workspace.packages.flatMap((p) => (p.name === undefined ? [] : [[p.name, p] as const])));
  /** A package as it is once it is built: what is missing there stands for its source. */
  const asBuilt: ts.ModuleResolutionHost = {
    readFile: disk.readFile,
    realpath: disk.realpath,
    useCaseSensitiveFileNames: disk.useCaseSensitiveFileNames,
    fileExists: (path) => disk.fileExists(path) || built.sourceOf(path) !== undefined,
    directoryExists: (path) => disk.directoryExists(path) || packageOf(built.real(path), workspace) !== undefined,
  };
  const cache = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
  const links = new Map<string, boolean>();

  /** Whether a package is a directory of this workspace, linked into node_modules. */
  const isLinked = (name: string, from: string): boolean => {
    for (let dir = from; ; dir = dirname(dir)) {
      const key = `${dir}\0${name}`;
      const known = links.get(key);
      if (known !== undefined) return known;
      const path = join(dir, 'node_modules', name);
      if (disk.directoryExists(path)) {
        const linked = !disk.realpath(path).includes(`node_modules/`);
        links.set(key, linked);
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
    packages.has(nameOf(specifier)) ||
    isLinked(nameOf(specifier), dirname(from));

  const keep = (resolved: ts.ResolvedModuleWithFailedLookupLocations, specifier: string): boolean => {
    const file = resolved.resolvedModule?.resolvedFileName ?? '';
    return isLibrary(specifier) || !file.includes('/node_modules/') || frontEnds.some((f) => f.declares(file));
  };

  /** The source of what was found, where that is built; undefined: it is what it is. */
  const sourceOf = ({ resolvedModule }: ts.ResolvedModuleWithFailedLookupLocations): ts.ResolvedModuleWithFailedLookupLocations | undefined => {
    const source = resolvedModule && built.sourceOf(resolvedModule.resolvedFileName);
    return source === undefined ? undefined : { resolvedModule: { resolvedFileName: source, extension: extensionOf(source), isExternalLibraryImport: false } };
  };

  const reportLost = (specifier: string, from: string, { resolvedModule }: ts.ResolvedModuleWithFailedLookupLocations): void => {
    const to = packages.get(nameOf(specifier));
    const found = resolvedModule?.resolvedFileName;
    if (!to || packageOf(from, workspace) === to || (found !== undefined && !isBuilt.test(found))) return;
    if (found?.endsWith('.json') !== true && mayReachDatabase(to, workspace)) onLost({ specifier, from, to, found });
  };

  return (specifier: string, from: string, mode: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations => {
    const key = `${dirname(from)}\0${specifier}\0${String(mode)}`;
    const known = cache.get(key);
    if (known) return known;
    const options = optionsOf(from);
    let resolved: ts.ResolvedModuleWithFailedLookupLocations = { resolvedModule: undefined };
    if (wanted(specifier, from, options) && !isUnread(specifier, from)) {
      const found = ts.resolveModuleName(specifier, from, options, packages.has(nameOf(specifier)) ? asBuilt : disk, undefined, undefined, mode);
      resolved = sourceOf(found) ?? found;
      reportLost(specifier, from, resolved);
      if (!keep(resolved, specifier)) resolved = { resolvedModule: undefined };
    }
    cache.set(key, resolved);
    return resolved;
  };
};
