import type { ts } from 'ts-morph';

/** A file with text in which queries may stand. */
export type TextFile = Pick<ts.SourceFile, 'fileName' | 'text' | 'end' | 'getLineAndCharacterOfPosition'>;

/** The files that the project's code reads when it runs. */
export interface TextFiles {
  /** The file that a path means to code of another file; a clause that says why it is not read when there is not exactly one. */
  readonly find: (path: string, from: ts.SourceFile) => TextFile | string;
}
