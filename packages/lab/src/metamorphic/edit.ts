import { ts } from 'ts-morph';

/** A stretch of a source file and what stands there instead. */
export interface Edit {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const replace = (node: ts.Node, text: string): Edit => {
  const file = node.getSourceFile();
  return { file, start: node.getStart(file), end: node.end, text };
};

/** Another expression in place of one that may stand as `{ name }`. */
export const substitute = (node: ts.Expression, text: string): Edit =>
  replace(node, ts.isShorthandPropertyAssignment(node.parent) ? `${node.getText()}: ${text}` : text);

export const replaceBetween = (file: ts.SourceFile, start: number, end: number, text: string): Edit => ({ file, start, end, text });

export const insertAt = (file: ts.SourceFile, at: number, text: string): Edit => ({ file, start: at, end: at, text });

const applyTo = (text: string, from: number, edits: readonly Edit[]): string => {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = from;
  for (const e of sorted) {
    if (e.start < at) throw new Error(`edits overlap at ${e.file.fileName}:${e.start}`);
    result += text.slice(at, e.start) + e.text;
    at = e.end;
  }
  return result + text.slice(at);
};

/** The text of a file after edits. */
export const edited = (file: ts.SourceFile, edits: readonly Edit[]): string => applyTo(file.text, 0, edits);

/** The text between two places after those edits that lie inside. */
export const textBetween = (file: ts.SourceFile, start: number, end: number, edits: readonly Edit[] = []): string =>
  applyTo(file.text.slice(0, end), start, edits.filter((e) => e.file === file && e.start >= start && e.end <= end));

export const textOf = (node: ts.Node, edits: readonly Edit[] = []): string => {
  const file = node.getSourceFile();
  return textBetween(file, node.getStart(file), node.end, edits);
};

const isInsertion = (e: Edit): boolean => e.start === e.end;

/** Two insertions at the end of a file may stand one after the other. */
export const overlap = (a: Edit, b: Edit): boolean =>
  a.file === b.file && ((a.start < b.end && b.start < a.end) || (a.start === b.start && !(isInsertion(a) && isInsertion(b) && a.start === a.file.end)));
