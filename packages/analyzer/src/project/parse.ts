import { ts } from '#compiler';
import { deepestNode, maxTreeDepth } from './depth.ts';

/** Parses a file; one that nests too deeply for the compiler is left out, and said to be. */
export const parse = (read: () => ts.SourceFile | undefined, path: string, tooDeep: Map<string, number>): ts.SourceFile | undefined => {
  const without = (line: number): ts.SourceFile => {
    tooDeep.set(path, line);
    return ts.createSourceFile(path, '', ts.ScriptTarget.ESNext, true);
  };
  try {
    const file = read();
    if (!file || file.isDeclarationFile) return file;
    const { depth, node } = deepestNode(file);
    return depth > maxTreeDepth() ? without(file.getLineAndCharacterOfPosition(node.pos).line + 1) : file;
  } catch (error) {
    if (error instanceof RangeError) return without(1);
    throw error;
  }
};
