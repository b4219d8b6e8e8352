import { dirname } from 'node:path';
import { ts } from '#compiler';
import type { Setup } from './setup.ts';

/** What a module specifier leads to, in every file of a directory. */
export interface Resolution {
  readonly specifier: string;
  readonly directory: string;
  /** How it is imported; undefined: in either way. */
  readonly mode: ts.ResolutionMode;
  /** The file that is read for it; undefined when none is. */
  readonly file: string | undefined;
}

const specifiersIn = (text: string): readonly string[] => ts.preProcessFile(text, true, false).importedFiles.map((f) => f.fileName);

/** `/// <reference types="node" />` brings in what nothing was resolved for. */
const references = /^(\s*\/\/\/\s*)<reference(?=\s+types\s*=)/gm;

/** A text without its references to types: nothing else in it moves. Undefined when it has none. */
export const withoutTypeReferences = (text: string): string | undefined => {
  const without = text.replace(references, '$1 reference');
  return without === text ? undefined : without;
};

interface Closure {
  readonly resolutions: readonly Resolution[];
  /** Texts that are to be read instead of what is on the disk. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The resolutions of files of libraries, and of the files that these lead to: they are found by their words, without parsing. `seen`: those that are known already. */
export const closureOf = (first: readonly string[], seen: ReadonlySet<string>, { resolveModule, options, disk }: Setup): Closure => {
  const texts = new Map<string, string>();
  const found: Resolution[] = [];
  const files = new Set(first);
  const asked = new Set<string>();
  for (const path of files) {
    const mode = ts.getImpliedNodeFormatForFile(path, undefined, ts.sys, options);
    const directory = dirname(path);
    const text = disk.readFile(path) ?? '';
    const without = withoutTypeReferences(text);
    if (without !== undefined) texts.set(path, without);
    for (const specifier of specifiersIn(text)) {
      const key = `${directory}\0${specifier}`;
      if (asked.has(key)) continue;
      asked.add(key);
      const file = resolveModule(specifier, path, mode).resolvedModule?.resolvedFileName;
      found.push({ specifier, directory, mode: undefined, file });
      if (file !== undefined && !seen.has(file)) files.add(file);
    }
  }
  return { resolutions: found, texts };
};
