import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ts } from 'ts-morph';
import { hashOf, type Inputs, isDirectory, isFile, linkOf, type Listing, listingHash, type Manifests, manifestsHash, manifestsIn } from './inputs.ts';

const isUtf16 = ([a, b]: Uint8Array): boolean => (a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe);

/** The names in a directory. */
export interface Entries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** Finds the files below a directory as the compiler's own system does, among the names that it is given. */
export type MatchFiles = (
  ...given: [...Parameters<ts.ParseConfigHost['readDirectory']>, entriesOf: (path: string) => Entries, realpath: (path: string) => string]
) => readonly string[];

/** Nothing is there, or something else: no file that could not be read. */
const absent: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP']);

/** The disk as the compiler asks for it, remembering what it was asked and what it answered. */
export class Disk {
  readonly #system: ts.System;
  readonly #texts = new Map<string, string | null>();
  readonly #files = new Map<string, boolean>();
  readonly #directories = new Map<string, boolean>();
  readonly #links = new Map<string, string | null>();
  readonly #listings = new Map<string, Listing>();
  readonly #manifests: Manifests[] = [];
  readonly #matchFiles: MatchFiles;
  /** What is there and could not be read: paths → why. The compiler takes it for absent. */
  readonly unreadable = new Map<string, string>();

  constructor(system: ts.System, matchFiles: MatchFiles) {
    this.#system = system;
    this.#matchFiles = matchFiles;
  }

  #attempt<T>(path: string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (!absent.has(code)) this.unreadable.set(path, message);
      return null;
    }
  }

  get useCaseSensitiveFileNames(): boolean {
    return this.#system.useCaseSensitiveFileNames;
  }

  readonly readFile = (path: string): string | undefined => {
    const bytes = this.#attempt(path, () => readFileSync(path));
    this.#texts.set(path, bytes && hashOf(bytes));
    if (!bytes) return undefined;
    // Few files are not UTF-8; the compiler knows what else there is.
    return isUtf16(bytes) ? this.#system.readFile(path) : new TextDecoder().decode(bytes);
  };

  hasRead(path: string): boolean {
    return this.#texts.has(path);
  }

  readonly fileExists = (path: string): boolean => remember(this.#files, path, isFile);

  readonly directoryExists = (path: string): boolean => remember(this.#directories, path, isDirectory);

  readonly realpath = (path: string): string => remember(this.#links, path, linkOf) ?? path;

  readonly #entriesOf = (path: string): Entries => {
    const entries = (this.#attempt(path, () => readdirSync(path, { withFileTypes: true })) ?? []).map((e) => ({ name: e.name, at: e.isSymbolicLink() ? join(path, e.name) : undefined, e }));
    const names = (is: 'isFile' | 'isDirectory', look: (path: string) => boolean): readonly string[] => entries.filter(({ at, e }) => (at === undefined ? e[is]() : look(at))).map(({ name }) => name).sort();
    return { files: names('isFile', isFile), directories: names('isDirectory', isDirectory) };
  };

  readonly readDirectory: ts.ParseConfigHost['readDirectory'] = (directory, extensions, excludes, includes, depth) =>
    this.#matchFiles(directory, extensions, excludes, includes, depth, this.#entriesOf, (path) => linkOf(path) ?? path);

  /** What the sources below a directory are is part of what is looked at. */
  list(listing: Omit<Listing, 'hash'>): void {
    this.#listings.set(`${listing.directory}\0${listing.recursive}`, { ...listing, hash: listingHash(listing) });
  }

  /** The package.json files that globs lead to. */
  manifests(directory: string, include: readonly string[], exclude: readonly string[]): readonly string[] {
    this.#manifests.push({ directory, include, exclude, hash: manifestsHash({ directory, include, exclude }) });
    return manifestsIn({ directory, include, exclude });
  }

  get inputs(): Inputs {
    return {
      texts: Object.fromEntries(this.#texts),
      files: Object.fromEntries(this.#files),
      directories: Object.fromEntries(this.#directories),
      links: Object.fromEntries(this.#links),
      listings: [...this.#listings.values()],
      manifests: this.#manifests,
    };
  }
}

const remember = <T>(known: Map<string, T>, path: string, look: (path: string) => T): T => {
  const before = known.get(path);
  if (before !== undefined) return before;
  const now = look(path);
  known.set(path, now);
  return now;
};
