import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sourceLines } from '@tenantscope/core';

/** The lines of the files of a directory, each file read once. */
export const sourceReader = (directory: string): ((file: string) => readonly string[] | undefined) => {
  const known = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (known.has(file)) return known.get(file);
    let lines: readonly string[] | undefined;
    try {
      lines = sourceLines(readFileSync(resolve(directory, file), 'utf8').replace(/^\ufeff/, ''));
    } catch {
      // The excerpt is left out; the finding still names its place.
      lines = undefined;
    }
    known.set(file, lines);
    return lines;
  };
};
