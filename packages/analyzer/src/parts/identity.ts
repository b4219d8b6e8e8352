import { relative, sep } from 'node:path';
import { hashOf } from '../inputs/inputs.ts';
import type { LoadedProject } from '../project/setup.ts';

/** What tells a project from another wherever it stands on the disk, before anything of it is run. */
export interface ProjectIdentity {
  /** Of everything that was read. */
  readonly inputs: string;
  /** The project's sources → the hash of their text. */
  readonly sources: Readonly<Record<string, string>>;
}

/** The compiler's own declarations are part of the tool. */
const isOfTool = (path: string): boolean => path.startsWith('/node_modules/typescript/lib');

export const projectIdentity = ({ directory, paths, files, pathOf, disk }: LoadedProject): ProjectIdentity => {
  const named = (path: string): string => relative(directory, path).split(sep).join('/');
  const programFiles = paths().flatMap((path) => (isOfTool(path) ? [] : [named(path)]));
  const read = Object.entries(disk.inputs.texts).flatMap(([path, hash]) => (hash === null ? [] : [`${named(path)} ${hash}`]));
  return {
    inputs: hashOf(JSON.stringify([programFiles, read.sort()])),
    sources: Object.fromEntries(files.map((f) => [pathOf(f), hashOf(f.text)])),
  };
};
