import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { globSync } from 'tinyglobby';

/** The sources below a directory, as a tsconfig that includes it sees them. */
export interface Listing {
  readonly directory: string;
  readonly recursive: boolean;
  /** Directories that are left out: what is built. */
  readonly without: readonly string[];
  /** Of the names. */
  readonly hash: string;
}

/** The manifests of packages below a directory, by globs. */
export interface Manifests {
  readonly directory: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Of their paths. */
  readonly hash: string;
}

/** What an analysis looked at on the disk: while all of it is the same, so is the result. Paths are absolute, hashes SHA-256. */
export interface Inputs {
  /** Files → the hash of their bytes; null when there was none. */
  readonly texts: Readonly<Record<string, string | null>>;
  readonly files: Readonly<Record<string, boolean>>;
  readonly directories: Readonly<Record<string, boolean>>;
  /** Paths → where they really are; null when nowhere. */
  readonly links: Readonly<Record<string, string | null>>;
  readonly listings: readonly Listing[];
  readonly manifests: readonly Manifests[];
}

export const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const attempt = <T>(look: () => T): T | null => {
  try {
    return look();
  } catch {
    return null;
  }
};

export const bytesOf = (path: string): Uint8Array | null => attempt(() => readFileSync(path));
export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
export const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
export const linkOf = (path: string): string | null => attempt(() => realpathSync.native(path));

const sources = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']);

/** The names of sources below a directory, each directory once; nothing that is installed or hidden. */
const listSources = ({ directory, recursive, without }: Omit<Listing, 'hash'>): readonly string[] => {
  const skipped = new Set(without);
  const visited = new Set<string | null>();
  const visit = (at: string): readonly string[] => {
    const real = linkOf(at);
    if (visited.has(real)) return [];
    visited.add(real);
    return (attempt(() => readdirSync(at, { withFileTypes: true })) ?? []).flatMap((entry): readonly string[] => {
      const path = join(at, entry.name);
      const inside = entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(path));
      if (!inside) return sources.has(extname(entry.name)) ? [path] : [];
      return recursive && entry.name !== 'node_modules' && !entry.name.startsWith('.') && !skipped.has(path) ? visit(path) : [];
    });
  };
  return visit(directory).toSorted();
};

export const listingHash = (listing: Omit<Listing, 'hash'>): string => hashOf(listSources(listing).join('\0'));

export const manifestsIn = ({ directory, include, exclude }: Omit<Manifests, 'hash'>): readonly string[] =>
  globSync(include, { cwd: directory, ignore: [...exclude], absolute: true, expandDirectories: false, followSymbolicLinks: false }).toSorted();

export const manifestsHash = (manifests: Omit<Manifests, 'hash'>): string => hashOf(manifestsIn(manifests).join('\0'));

const each = <T>(record: Readonly<Record<string, T>>, now: (path: string) => T): boolean => Object.entries(record).every(([path, then]) => now(path) === then);

const textHash = (path: string): string | null => {
  const bytes = bytesOf(path);
  return bytes && hashOf(bytes);
};

/** Whether an analysis would see what one before has seen. */
export const areUnchanged = ({ texts, files, directories, links, listings, manifests }: Inputs): boolean =>
  each(texts, textHash) && each(files, isFile) && each(directories, isDirectory) && each(links, linkOf) && listings.every((l) => listingHash(l) === l.hash) && manifests.every((m) => manifestsHash(m) === m.hash);
