import { ts } from '#compiler';
import type { Entries, MatchFiles } from '../inputs/disk.ts';

interface Internals {
  readonly matchFiles: (
    path: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    caseSensitive: boolean,
    from: string,
    depth: number | undefined,
    entriesOf: (path: string) => Entries,
    realpath: (path: string) => string,
  ) => readonly string[];
}

/** The compiler's own search for the files of a tsconfig. Its system takes a directory that it cannot read for an empty one; here somebody else reads. */
export const matchFiles: MatchFiles = (path, extensions, excludes, includes, depth, entriesOf, realpath) =>
  (ts as unknown as Internals).matchFiles(path, extensions, excludes, includes, ts.sys.useCaseSensitiveFileNames, ts.sys.getCurrentDirectory(), depth, entriesOf, realpath);
