import { type CommentedFile, type SourceComment, sourceLines, suppressionKeyword } from '@tenantscope/core';
import { ts } from '#compiler';

/** The comments of a file that has suppressions, or something like them. */
export interface FileComments extends CommentedFile {
  /** Relative to the analysed directory, with forward slashes. */
  readonly file: string;
}

/** The file's tokens. Deep code must not exhaust the stack. */
const tokensOf = (file: ts.SourceFile): readonly ts.Node[] => {
  const tokens: ts.Node[] = [];
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) continue;
    const children = node.getChildren(file);
    // An empty list is no token, nor is what the parser put in for something that is missing.
    if (children.length === 0 && node.kind !== ts.SyntaxKind.SyntaxList && node.pos < node.end) tokens.push(node);
    else open.push(...[...children].reverse());
  }
  return tokens;
};

/** The comments between two tokens; text of JSX begins where the token before it ends, so `//` in it is none. */
const rangesBefore = (token: ts.Node, text: string): readonly ts.CommentRange[] => {
  if (token.kind === ts.SyntaxKind.JsxText) return [];
  const onSameLine = token.pos === 0 ? [] : (ts.getTrailingCommentRanges(text, token.pos) ?? []);
  return [...onSameLine, ...(ts.getLeadingCommentRanges(text, token.pos) ?? [])];
};

const commentOf = (file: ts.SourceFile, { pos, end }: ts.CommentRange): SourceComment => {
  const from = file.getLineAndCharacterOfPosition(pos);
  const to = file.getLineAndCharacterOfPosition(end);
  return { text: file.text.slice(pos, end), line: from.line + 1, column: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
};

const commentsOf = (file: ts.SourceFile): readonly SourceComment[] => tokensOf(file).flatMap((token) => rangesBefore(token, file.text).map((range) => commentOf(file, range)));

/** The comments of the files in which something may be suppressed: never what looks like one in a string, a template or a regular expression. */
export const suppressionComments = (files: readonly ts.SourceFile[], pathOf: (file: ts.SourceFile) => string): readonly FileComments[] =>
  files
    .filter((file) => file.text.toLowerCase().includes(suppressionKeyword))
    .map((file) => ({ file: pathOf(file), lines: sourceLines(file.text), comments: commentsOf(file) }));
