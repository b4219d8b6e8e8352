import { ts } from '#compiler';
import { deepestNode, maxTreeDepth } from './depth.ts';
import type { Setup } from './setup.ts';

type Target = Parameters<ts.CompilerHost['getSourceFile']>[1];

/** Parses a text; one that nests too deeply for the compiler is left out, and said to be. */
const parsed = (path: string, text: string, target: Target, withParents: boolean, tooDeep: Map<string, number>): ts.SourceFile => {
  const without = (line: number): ts.SourceFile => {
    tooDeep.set(path, line);
    return ts.createSourceFile(path, '', ts.ScriptTarget.ESNext, true);
  };
  try {
    const file = ts.createSourceFile(path, text, target, withParents);
    if (file.isDeclarationFile) return file;
    const { depth, node } = deepestNode(file);
    return depth > maxTreeDepth() ? without(file.getLineAndCharacterOfPosition(node.pos).line + 1) : file;
  } catch (error) {
    if (error instanceof RangeError) return without(1);
    throw error;
  }
};

/** Reads the files of a program; `withParents`: where nobody binds them. */
export const sourceReader =
  ({ disk, parsed: known, tooDeep }: Setup, withParents: boolean): ((path: string, target: Target) => ts.SourceFile | undefined) =>
  (path, target) => {
    const text = disk.readFile(path);
    return text === undefined ? undefined : known.take({ path, text, manner: JSON.stringify(target) }, () => parsed(path, text, target, withParents, tooDeep));
  };
