import { realpathSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ts } from '#compiler';

/** Packages whose types decide whether something is a database handle. Every other package's declarations stay unread: they are half of a program's cost. */
const libraries = /^(kysely|scoped-kysely|pg|pg-pool|postgres|@types\/pg|@types\/pg-pool)(\/|$)/;

/** Most of Kysely's declarations are of its syntax tree, its schema builder and its dialects: no handle, builder or expression is declared there. Of the plugins one renames columns. */
const unread = /\/(operation-node|schema|dialect|migration|plugin(?!\/camel-case\/camel-case-plugin)|driver|query-compiler|query-executor)\//;

const isUnread = (specifier: string, from: string): boolean => from.includes('/node_modules/kysely/') && specifier.startsWith('.') && unread.test(`/${specifier}`);

const packageOf = (specifier: string): string => {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
};

/** Resolves the modules that matter: relative and mapped ones, workspace packages and the database libraries. */
export const createResolver = (optionsOf: (file: string) => ts.CompilerOptions) => {
  const cache = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
  const workspace = new Map<string, boolean>();

  /** Whether a package is a directory of this workspace, linked into node_modules. */
  const isLinked = (name: string, from: string): boolean => {
    for (let dir = from; ; dir = dirname(dir)) {
      const key = `${dir}\0${name}`;
      const known = workspace.get(key);
      if (known !== undefined) return known;
      const path = join(dir, 'node_modules', name);
      if (existsSync(path)) {
        const linked = !realpathSync(path).includes(`node_modules/`);
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
    libraries.test(specifier) ||
    isMapped(specifier, options) ||
    isLinked(packageOf(specifier), dirname(from));

  const keep = (resolved: ts.ResolvedModuleWithFailedLookupLocations, specifier: string): boolean => {
    const file = resolved.resolvedModule?.resolvedFileName ?? '';
    return libraries.test(specifier) || !file.includes('/node_modules/') || /\/node_modules\/(kysely|scoped-kysely|postgres|@types\/pg)\//.test(file);
  };

  return (specifier: string, from: string, mode: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations => {
    const key = `${dirname(from)}\0${specifier}\0${String(mode)}`;
    const known = cache.get(key);
    if (known) return known;
    const options = optionsOf(from);
    let resolved: ts.ResolvedModuleWithFailedLookupLocations = { resolvedModule: undefined };
    if (wanted(specifier, from, options) && !isUnread(specifier, from)) {
      const found = ts.resolveModuleName(specifier, from, options, ts.sys, undefined, undefined, mode);
      if (keep(found, specifier)) resolved = found;
    }
    cache.set(key, resolved);
    return resolved;
  };
};
