import type { ts } from '#compiler';
import type { FrontEnd } from '../frontend/front-end.ts';
import { frontEnds } from '../frontend/registry.ts';
import { specifiersOf } from './imports.ts';

const owners = new Map<string, FrontEnd | undefined>();

/** The library that a file of a program belongs to. */
const ownerOf = (path: string): FrontEnd | undefined => {
  if (!owners.has(path)) owners.set(path, frontEnds.find((f) => f.declares(path)));
  return owners.get(path);
};

const imported = new WeakMap<ts.SourceFile, readonly FrontEnd[]>();

const importedBy = (file: ts.SourceFile): readonly FrontEnd[] => {
  let known = imported.get(file);
  if (!known) {
    const specifiers = specifiersOf(file);
    imported.set(file, (known = frontEnds.filter((f) => specifiers.some((s) => f.modules.test(s.text)))));
  }
  return known;
};

/** The libraries that a program of these files uses: it has their types, or imports them without that they are found. Names of others mean nothing. */
export const presentIn = (paths: readonly string[], own: readonly ts.SourceFile[]): readonly FrontEnd[] => {
  const found = new Set<FrontEnd | undefined>(paths.map(ownerOf));
  for (const file of own) for (const f of importedBy(file)) found.add(f);
  return frontEnds.filter((f) => found.has(f));
};
