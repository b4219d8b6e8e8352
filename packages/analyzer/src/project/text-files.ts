import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { ts } from 'ts-morph';
import type { TextFile, TextFiles } from '../flow/text-file.ts';

/** What was looked for: its text, and none where there is no such file. */
export interface ReadText {
  /** Relative to the analysed directory, with forward slashes. */
  readonly file: string;
  readonly text: string | undefined;
}

/** The files that an analysis has read, and those that it has looked for. */
export interface RecordedFiles extends TextFiles {
  readonly read: () => readonly ReadText[];
  /** What code of a file had read. */
  readonly readBy: (from: ts.SourceFile) => readonly ReadText[];
  /** The one of those that were read that has a path, relative to the analysed directory. */
  readonly named: (path: string) => TextFile | undefined;
}

const isText = /\.(sql|psql|pgsql)$/i;

const fileOf = (fileName: string, text: string): TextFile => ({
  fileName,
  text,
  end: text.length,
  getLineAndCharacterOfPosition: (position) => {
    const before = text.slice(0, position).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  },
});

/** Reads each file once in an analysis; the next one reads it again. */
export const createTextFiles = (directory: string, sys: Pick<ts.System, 'fileExists' | 'readFile'>): RecordedFiles => {
  const known = new Map<string, TextFile | undefined>();
  const readers = new Map<ts.SourceFile, Set<string>>();

  const load = (path: string, from: ts.SourceFile): TextFile | undefined => {
    readers.set(from, (readers.get(from) ?? new Set()).add(path));
    if (!known.has(path)) {
      const text = sys.readFile(path);
      known.set(path, text === undefined ? undefined : fileOf(path, text));
    }
    return known.get(path);
  };

  /** The directory of the package that a file belongs to. */
  const packageOf = (file: string): string => {
    for (let at = dirname(file); at !== dirname(at); at = dirname(at)) if (sys.fileExists(join(at, 'package.json'))) return at;
    return directory;
  };

  const shown = (path: string): string => relative(directory, path).split(sep).join('/');
  const readText = (path: string): ReadText => ({ file: shown(path), text: known.get(path)?.text });

  return {
    find: (path, from) => {
      if (!isText.test(path)) return `${path} is no file of SQL, so it is not read`;
      const paths = isAbsolute(path) ? [path] : [...new Set([directory, packageOf(from.fileName)])].map((base) => join(base, path));
      const found = paths.map((p) => load(p, from)).filter((f) => f !== undefined);
      const [first] = found;
      if (!first) return `there is no file ${paths.map(shown).join(', and no ')}`;
      return found.every((f) => f.text === first.text) ? first : `${path} is ${paths.map(shown).join(' or ')}: that depends on where the program is started`;
    },
    read: () => [...known.keys()].sort().map(readText),
    named: (path) => known.get(join(directory, path)),
    readBy: (from) => [...(readers.get(from) ?? [])].sort().map(readText),
  };
};
